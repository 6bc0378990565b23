import { describeEvidence } from '../../../core/stack/describe-evidence.js';
import { findRootCause } from '../../../core/stack/find-root-cause.js';
import { anEvent, anOwnEvent } from '../../support/stack-events.js';

const GAVE_UP = "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.";
const exited = {
  reason: 'Essential container in task exited',
  container: 'api',
  exitCode: 3,
  containerReason: '',
};

describe('describeEvidence', () => {
  test('what most tasks say is told, with their number', () => {
    const stoppedTasks = [{ reason: 'Task failed to start' }, exited, exited];
    expect(describeEvidence(GAVE_UP, { stoppedTasks })).toBe(
      '2 tasks stopped: Essential container in task exited (container api, exit code 3)',
    );
  });

  test('the words of a container are told once', () => {
    const reason = 'CannotPullContainerError: not found';
    const stoppedTasks = [{ reason, container: 'api', containerReason: reason }];
    expect(describeEvidence(GAVE_UP, { stoppedTasks })).toBe(
      'task stopped: CannotPullContainerError: not found (container api)',
    );
  });

  test('the load balancer says what its checks saw', () => {
    const evidence = {
      stoppedTasks: [{ reason: 'Task failed ELB health checks in (target-group x)' }],
      unhealthyTargets: [
        'Health checks failed with these codes: [502]',
        'Health checks failed with these codes: [502]',
      ],
    };
    expect(describeEvidence(GAVE_UP, evidence)).toBe(
      'task stopped: Task failed ELB health checks in (target-group x) (Health checks failed with these codes: [502])',
    );
    expect(describeEvidence(GAVE_UP, { unhealthyTargets: ['Request timed out'] })).toBe(
      'targets: Request timed out',
    );
  });

  test('when an alarm stopped it the alarm comes first', () => {
    const evidence = { stoppedTasks: [exited], alarms: ['api-5xx'] };
    expect(describeEvidence('ECS Deployment Alarm was triggered', evidence)).toMatch(
      /^CloudWatch alarm fired: api-5xx; task stopped/,
    );
    expect(describeEvidence(GAVE_UP, evidence)).toMatch(/^task stopped.*; CloudWatch alarm fired/);
  });

  test('tasks that were stopped in the course of things say nothing', () => {
    const reason = 'Scaling activity initiated by deployment ecs-svc/1';
    expect(describeEvidence(GAVE_UP, { stoppedTasks: [{ reason }] })).toBeUndefined();
  });

  test('a failure that tells its cause needs none', () => {
    expect(describeEvidence('Access Denied', { stoppedTasks: [exited] })).toBeUndefined();
  });
});

test('a hook that refused a resource is told with its own reason', () => {
  const failedHook = { name: 'Acme::Encryption::Hook', reason: 'the queue has no key' };
  const cause = findRootCause([
    anOwnEvent('UPDATE_IN_PROGRESS', 'User Initiated'),
    anEvent('Queue', 'UPDATE_IN_PROGRESS', { failedHook }),
    anEvent('Queue', 'UPDATE_FAILED', {
      reason: 'The following hook(s) failed: [Acme::Encryption::Hook]',
    }),
  ]);
  expect(cause?.reason).toBe(
    'The following hook(s) failed: [Acme::Encryption::Hook]; hook Acme::Encryption::Hook: the queue has no key',
  );
  expect(cause?.class).toBe('configuration');
});
