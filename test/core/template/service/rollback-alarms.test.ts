import { rollbackAlarmName } from '../../../../core/template/service/rollback-alarms.js';
import { aBackendService, aWorkerService } from '../../../support/manifests.js';
import { idsOfType, propertyOf, renderSource } from '../../../support/render-source.js';

const ALARMS = 'DeploymentConfiguration.Alarms';

describe('rollback alarms', () => {
  test('names of existing alarms are watched and none is made', () => {
    const stack = renderSource(aBackendService('deployment: { rollback_alarms: [errors, slow] }'));
    expect(propertyOf(stack, 'Service', ALARMS)).toEqual({
      Enable: true,
      Rollback: true,
      AlarmNames: ['errors', 'slow'],
    });
    expect(stack.alarms).toEqual({ created: [], named: ['errors', 'slow'] });
    expect(idsOfType(stack, 'AWS::CloudWatch::Alarm')).toEqual([]);
  });

  test('thresholds make alarms, which the service knows by name', () => {
    const fields =
      'deployment: { rollback_alarms: { cpu_utilization: 70, memory_utilization: 66.5, messages_delayed: 5 } }';
    const stack = renderSource(aWorkerService(fields));
    const names = ['CPUAlarm', 'MemAlarm', 'MsgsDelayedAlarm'].map(
      (suffix) => `shop-test-api-CopilotRollback${suffix}`,
    );
    expect(stack.alarms).toEqual({ created: names, named: [] });
    expect(propertyOf(stack, 'Service', `${ALARMS}.AlarmNames`)).toEqual(names);
    expect(propertyOf(stack, 'MemoryRollbackAlarm', 'Threshold')).toBe(66.5);
    expect(propertyOf(stack, 'MessagesDelayedRollbackAlarm', 'Namespace')).toBe('AWS/SQS');
  });

  test('a threshold of 0 is a threshold', () => {
    const stack = renderSource(
      aBackendService('deployment: { rollback_alarms: { cpu_utilization: 0 } }'),
    );
    expect(stack.alarms.created).toHaveLength(1);
  });

  test.each(['', 'deployment: { rollback_alarms: [] }'])(
    'without alarms they are switched off in so many words: "%s"',
    (fields) => {
      expect(propertyOf(renderSource(aBackendService(fields)), 'Service', ALARMS)).toEqual({
        'Fn::If': [
          'IsGovCloud',
          { Ref: 'AWS::NoValue' },
          { Enable: false, AlarmNames: [], Rollback: true },
        ],
      });
    },
  );
});

describe('name of an alarm', () => {
  const suffix = 'CopilotRollbackCPUAlarm';
  const text = (length: number) => 'x'.repeat(length);

  test('is made of application, environment and service', () => {
    expect(rollbackAlarmName('shop', 'prod', 'api', suffix)).toBe(`shop-prod-api-${suffix}`);
  });

  test.each([
    ['three long names', 100, 100, 100],
    ['one long name and two short ones', 250, 4, 4],
    ['names on the edge', 80, 80, 72],
  ])('has 255 characters at most: %s', (_title, app, env, service) => {
    const name = rollbackAlarmName(text(app), text(env), text(service), suffix);
    expect(name.length).toBeLessThanOrEqual(255);
  });

  test('long names are cut to equal shares', () => {
    const name = rollbackAlarmName(text(100), text(100), text(100), suffix);
    expect(name).toBe(`${text(76)}-${text(76)}-${text(76)}-${suffix}`);
  });
});
