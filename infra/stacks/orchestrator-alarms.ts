import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { FunctionName, StateMachineName } from '../../functions/support/runtime/triggers.js';
import { countOf, type RunbookAlarm } from '../constructs/alarms.js';
import type { Workflow } from '../constructs/workflow.js';

export type AlarmSources = {
  readonly workflows: { readonly [name in StateMachineName]: Workflow };
  readonly functions: { readonly [name in FunctionName]: IFunction };
  readonly undelivered: IQueue;
  readonly apiId: string;
  readonly tableName: string;
};

/**
 * Alarms on Autoland itself, not on what it deploys: a failed deployment is a verdict, not an alarm. Each name is an
 * article of docs/operations.md.
 */
export function describeAlarms(sources: AlarmSources): readonly RunbookAlarm[] {
  const { workflows, functions, undelivered, apiId, tableName } = sources;
  const executions = (name: StateMachineName, metric: string) =>
    countOf('AWS/States', metric, {
      StateMachineArn: workflows[name].stateMachine.stateMachineArn,
    });
  return [
    {
      name: 'ReleaseBroke',
      description: 'An execution of the release machine failed: a deployment has no verdict.',
      metric: executions('release', 'ExecutionsFailed'),
    },
    {
      name: 'RollbackBroke',
      description:
        'An execution of the rollback machine failed: an environment may be half restored.',
      metric: executions('rollback', 'ExecutionsFailed'),
    },
    {
      name: 'ReleaseTimedOut',
      description: 'A deployment reached the time limit of its state machine.',
      metric: executions('release', 'ExecutionsTimedOut'),
    },
    {
      name: 'ReleaseAborted',
      description: 'Somebody stopped an execution by hand; the janitor settles what it left.',
      metric: executions('release', 'ExecutionsAborted'),
    },
    {
      name: 'WakeFailing',
      description:
        'The function that answers events fails: deployments go on only by their heartbeats.',
      metric: functions.wake.metricErrors({ period: Duration.minutes(5) }),
      threshold: 3,
    },
    {
      name: 'EventsUndelivered',
      description: 'EventBridge gave up on events for Autoland.',
      metric: undelivered.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
    },
    {
      name: 'JanitorFailing',
      description: 'The janitor fails: what a dead execution left behind stays.',
      metric: functions.janitor.metricErrors({ period: Duration.minutes(15) }),
      threshold: 2,
    },
    {
      name: 'JanitorSilent',
      description: 'The janitor has not run for half an hour.',
      metric: functions.janitor.metricInvocations({ period: Duration.minutes(30) }),
      below: true,
    },
    {
      name: 'ApiFailing',
      description: 'The API answers with 5xx.',
      metric: countOf('AWS/ApiGateway', '5xx', { ApiId: apiId }),
      threshold: 5,
    },
    {
      name: 'LedgerThrottled',
      description: 'DynamoDB throttles writes to the ledger.',
      metric: countOf('AWS/DynamoDB', 'WriteThrottleEvents', { TableName: tableName }),
      threshold: 10,
    },
  ];
}
