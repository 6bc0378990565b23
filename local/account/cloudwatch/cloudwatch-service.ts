import type {
  DeleteAlarmsCommandInput,
  DescribeAlarmsCommandInput,
  PutCompositeAlarmCommandInput,
  PutMetricAlarmCommandInput,
  SetAlarmStateCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { createHandler, refuseFields } from '../operations.js';
import { findPage } from '../pages.js';
import { ServiceError } from '../service-error.js';
import type { OperationHandler } from '../simulated-account.js';
import type { AlarmBoard, StoredAlarm } from './alarm-board.js';

const PAGE_SIZE = 50;

const describeAlarm = (alarm: StoredAlarm) => ({
  ...alarm.configuration,
  AlarmName: alarm.name,
  AlarmArn: alarm.arn,
  ...(alarm.description === undefined ? {} : { AlarmDescription: alarm.description }),
  StateValue: alarm.state,
  StateReason: alarm.stateReason,
  ...(alarm.stateReasonData === undefined ? {} : { StateReasonData: alarm.stateReasonData }),
  StateUpdatedTimestamp: alarm.stateUpdatedAt,
  StateTransitionedTimestamp: alarm.stateTransitionedAt,
});

const selects =
  (input: DescribeAlarmsCommandInput) =>
  (alarm: StoredAlarm): boolean => {
    // Without AlarmTypes only metric alarms are returned, even when a composite alarm is asked for by name.
    const types = input.AlarmTypes ?? ['MetricAlarm'];
    if (!types.includes(alarm.rule ? 'CompositeAlarm' : 'MetricAlarm')) return false;
    if (input.AlarmNames && !input.AlarmNames.includes(alarm.name)) return false;
    if (input.AlarmNamePrefix && !alarm.name.startsWith(input.AlarmNamePrefix)) return false;
    return input.StateValue === undefined || alarm.state === input.StateValue;
  };

function describeAlarms(board: AlarmBoard, input: DescribeAlarmsCommandInput) {
  refuseFields('CloudWatch', 'DescribeAlarms', input, [
    'ActionPrefix',
    'ChildrenOfAlarmName',
    'ParentsOfAlarmName',
  ]);
  const all = [...board.alarms.values()]
    .filter(selects(input))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const page = findPage(all, input.NextToken, input.MaxRecords ?? PAGE_SIZE);
  return {
    MetricAlarms: page.items.filter((alarm) => !alarm.rule).map(describeAlarm),
    CompositeAlarms: page.items.filter((alarm) => alarm.rule).map(describeAlarm),
    ...(page.nextToken ? { NextToken: page.nextToken } : {}),
  };
}

function getAlarm(board: AlarmBoard, name: string): StoredAlarm {
  const found = board.alarms.get(name);
  if (found) return found;
  throw new ServiceError('ResourceNotFound', `Unknown alarm: ${name}`, { status: 404 });
}

/** In the words of CloudWatch, which tells one alarm from several. */
export const describeNeed = (names: readonly string[]): string =>
  `Cannot delete ${names.join(',')} as there are composite alarm(s) depending on ${names.length === 1 ? 'it' : 'them'}.`;

export function createCloudWatch(board: AlarmBoard): OperationHandler {
  return createHandler('CloudWatch', {
    DescribeAlarms: (input: DescribeAlarmsCommandInput) => describeAlarms(board, input),
    PutMetricAlarm: ({ AlarmName = '', AlarmDescription, ...rest }: PutMetricAlarmCommandInput) => {
      board.put(AlarmName, { description: AlarmDescription, configuration: rest });
      return {};
    },
    PutCompositeAlarm: (input: PutCompositeAlarmCommandInput) => {
      const { AlarmName = '', AlarmDescription, ...rest } = input;
      board.put(AlarmName, { description: AlarmDescription, configuration: rest });
      return {};
    },
    DeleteAlarms: ({ AlarmNames = [] }: DeleteAlarmsCommandInput) => {
      for (const name of AlarmNames) getAlarm(board, name);
      const needed = AlarmNames.filter((name) => board.parentsOf(name).length > 0);
      if (needed.length > 0) throw new ServiceError('ValidationError', describeNeed(needed));
      for (const name of AlarmNames) board.remove(name);
      return {};
    },
    SetAlarmState: (input: SetAlarmStateCommandInput) => {
      const alarm = getAlarm(board, input.AlarmName ?? '');
      if (input.StateValue) board.set(alarm.name, input.StateValue, input.StateReason);
      return {};
    },
  });
}
