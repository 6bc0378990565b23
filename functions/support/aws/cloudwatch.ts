import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { AlarmView } from '../../../core/alarms/alarm-states.js';
import { placed } from '../places/placed-client.js';

export const cloudWatch = placed((config) => new CloudWatchClient(config));

/** DescribeAlarms takes at most 100 names. */
const PAGE = 100;

/** The alarms of these names that exist, metric and composite alike. */
export async function listAlarms(names: readonly string[]): Promise<readonly AlarmView[]> {
  const found: AlarmView[] = [];
  for (let start = 0; start < names.length; start += PAGE) {
    const { MetricAlarms, CompositeAlarms } = await cloudWatch.send(
      new DescribeAlarmsCommand({
        AlarmNames: names.slice(start, start + PAGE),
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: PAGE,
      }),
    );
    for (const alarm of MetricAlarms ?? []) found.push(toAlarmView(alarm, false));
    for (const alarm of CompositeAlarms ?? []) found.push(toAlarmView(alarm, true));
  }
  return found;
}

type SdkAlarm = {
  readonly AlarmName?: string | undefined;
  readonly AlarmArn?: string | undefined;
  readonly StateValue?: string | undefined;
  readonly StateReason?: string | undefined;
  readonly StateTransitionedTimestamp?: Date | undefined;
};

function toAlarmView(alarm: SdkAlarm, composite: boolean): AlarmView {
  return {
    name: alarm.AlarmName ?? '',
    arn: alarm.AlarmArn ?? '',
    state:
      alarm.StateValue === 'ALARM' || alarm.StateValue === 'OK'
        ? alarm.StateValue
        : 'INSUFFICIENT_DATA',
    reason: alarm.StateReason ?? '',
    // `StateUpdatedTimestamp` moves whenever the alarm is evaluated to something new, be its state the same.
    changedAt: alarm.StateTransitionedTimestamp?.getTime() ?? 0,
    composite,
  };
}
