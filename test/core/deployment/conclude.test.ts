import { concludeFailure } from '../../../core/deployment/conclude.js';
import { anEndedStep, anEnding } from '../../support/builders.js';

const ending = anEnding();
const updated = anEndedStep('web', { kind: 'updated' });
const restored = anEndedStep('web', { kind: 'updated' });
const failed = anEndedStep('api', { kind: 'rolled-back', reason: 'Service did not stabilize' });

describe('concludeFailure', () => {
  test.each([
    ['nothing was begun', {}, 'FAILED_CLEAN'],
    ['the plan was refused', { refused: 'alarm cpu already fires' }, 'FAILED_CLEAN'],
    ['CloudFormation restored the only change', { steps: [failed] }, 'ROLLED_BACK'],
    [
      'the rest was restored',
      { steps: [updated, failed], restoreSteps: [restored] },
      'ROLLED_BACK',
    ],
    ['the rest was not restored', { steps: [updated, failed] }, 'FAILED_DIRTY'],
    [
      'a restoration failed',
      {
        steps: [updated],
        restoreSteps: [anEndedStep('web', { kind: 'rolled-back', reason: 'x' })],
      },
      'FAILED_DIRTY',
    ],
    [
      'something else serves after the rollback',
      {
        steps: [updated],
        restoreSteps: [restored],
        deviations: [{ name: 'web', message: '0 of 2' }],
      },
      'FAILED_DIRTY',
    ],
    ['cancelled before anything changed', { isCancelled: true }, 'CANCELLED'],
    [
      'cancelled and restored',
      { isCancelled: true, steps: [updated], restoreSteps: [restored] },
      'CANCELLED',
    ],
    ['cancelled and not restored', { isCancelled: true, steps: [updated] }, 'FAILED_DIRTY'],
  ] as const)('%s: %2$s', (_title, change, verdict) => {
    expect(concludeFailure({ ...ending, ...change }).verdict).toBe(verdict);
  });

  test.each([
    [
      'not approved by ann: not today',
      'settle it with whoever refused, or with the alarm, then deploy again',
    ],
    ['alarm cpu already fires', 'change what the reason names, and deploy again'],
  ])('after "%s" the next step is: %s', (refused, nextStep) => {
    expect(concludeFailure({ ...ending, refused }).rootCause).toEqual({
      reason: refused,
      nextStep,
    });
  });

  test('an environment addon that stays on purpose does not make the end dirty', () => {
    const addon = anEndedStep('bus', { kind: 'updated' }, 'environment-addon');
    const conclusion = concludeFailure({
      ...ending,
      steps: [addon, failed],
      left: [{ name: 'bus', kind: 'environment-addon', reason: 'holds data', onPurpose: true }],
    });
    expect(conclusion).toMatchObject({ verdict: 'ROLLED_BACK', notRestored: [] });
  });

  test('a dirty end says exactly what is not restored', () => {
    const { notRestored } = concludeFailure({
      ...ending,
      steps: [updated],
      restoreSteps: [
        anEndedStep('web', {
          kind: 'failed',
          status: 'UPDATE_ROLLBACK_FAILED',
          reason: 'image is gone',
        }),
      ],
    });
    expect(notRestored).toEqual([
      {
        name: 'web',
        reason: 'stack shop-test-web could not be restored (failed): image is gone',
        instructions: [
          'look at the events of stack shop-test-web',
          'deploy a release that mends it',
        ],
      },
    ]);
  });

  test('the root cause is the first real failure, not what was skipped because of it', () => {
    const skipped = anEndedStep('orders', { kind: 'skipped', reason: 'api failed' });
    expect(concludeFailure({ ...ending, steps: [skipped, failed] }).rootCause).toMatchObject({
      step: 'api',
      reason: 'Service did not stabilize',
    });
  });

  test('an alarm during the bake is the root cause when every stack went well', () => {
    const { rootCause } = concludeFailure({
      ...ending,
      steps: [updated],
      restoreSteps: [restored],
      breaches: [{ name: 'cpu', workload: 'api', state: 'ALARM', reason: 'too high' }],
    });
    expect(rootCause).toMatchObject({ step: 'api', reason: 'alarm cpu fired: too high' });
  });

  test('where a step could not tell how it ended, what broke the orchestration does', () => {
    const broken = anEndedStep('api', { kind: 'failed', status: 'UPDATE_FAILED', reason: null });
    const trouble = 'States.Timeout';
    const { rootCause } = concludeFailure({ ...ending, steps: [broken], trouble });
    expect(rootCause).toMatchObject({ step: 'api', reason: 'States.Timeout' });
  });
});
