import { parseGoDuration } from '../../manifest/resolve/go-duration.js';
import type { RollbackAlarmThresholds } from '../../manifest/schema/deployment.js';
import type { EcsService, WorkloadManifest } from '../../manifest/schema/workload.js';
import type { GuardAlarms } from '../../release/release.js';
import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { getAtt, ref, select, split } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';

/** CloudWatch's limit for names of alarms. */
const MAX_NAME = 255;

/** Two of three one-minute averages at or above the threshold. */
const EVALUATION: CfnObject = {
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  DatapointsToAlarm: 2,
  EvaluationPeriods: 3,
  Period: 60,
  Statistic: 'Average',
};

type AlarmKind = {
  readonly threshold: keyof RollbackAlarmThresholds;
  readonly id: string;
  readonly nameSuffix: string;
  /** What the metric measures, for people. */
  readonly measure: string;
  readonly describe: (threshold: number) => string;
  readonly metric: CfnObject;
};

const SERVICE_DIMENSIONS: CfnValue = [
  { Name: 'ClusterName', Value: environmentOutput('ClusterId') },
  { Name: 'ServiceName', Value: select(2, split('/', ref('Service'))) },
];

function utilization(
  resource: 'CPU' | 'memory',
  metricName: string,
): Pick<AlarmKind, 'describe' | 'measure' | 'metric'> {
  return {
    measure: `${resource} utilization`,
    describe: (threshold) =>
      `Roll back ECS service if ${resource} utilization is greater than or equal to ${threshold}% twice in 3 minutes.`,
    metric: {
      Namespace: 'AWS/ECS',
      Dimensions: SERVICE_DIMENSIONS,
      MetricName: metricName,
      Unit: 'Percent',
    },
  };
}

const KINDS: readonly AlarmKind[] = [
  {
    threshold: 'cpu_utilization',
    id: 'CPURollbackAlarm',
    nameSuffix: 'CopilotRollbackCPUAlarm',
    ...utilization('CPU', 'CPUUtilization'),
  },
  {
    threshold: 'memory_utilization',
    id: 'MemoryRollbackAlarm',
    nameSuffix: 'CopilotRollbackMemAlarm',
    ...utilization('memory', 'MemoryUtilization'),
  },
  {
    threshold: 'messages_delayed',
    id: 'MessagesDelayedRollbackAlarm',
    nameSuffix: 'CopilotRollbackMsgsDelayedAlarm',
    measure: 'number of messages delayed',
    describe: (threshold) =>
      `Roll back worker service if number of messages delayed is greater than or equal to ${threshold} twice in 3 minutes.`,
    metric: {
      Namespace: 'AWS/SQS',
      Dimensions: [{ Name: 'QueueName', Value: getAtt('EventsQueue', 'QueueName') }],
      MetricName: 'ApproximateNumberOfMessagesDelayed',
      Unit: 'Count',
    },
  },
];

/** `<app>-<env>-<service>-<suffix>`; the three names are cut to equal lengths where the whole would be too long. */
export function rollbackAlarmName(
  application: string,
  environment: string,
  service: string,
  suffix: string,
): string {
  const names = [application, environment, service];
  // Copilot counts without the hyphens; names on the edge keep the spelling that it gave them.
  const length = names.join('').length + suffix.length;
  const share = length <= MAX_NAME ? MAX_NAME : Math.floor((MAX_NAME - suffix.length - 3) / 3);
  return [...names.map((name) => name.slice(0, share)), suffix].join('-').slice(0, MAX_NAME);
}

/** Does the workload's stack make alarms for its rollback? */
export function makesAlarms(manifest: WorkloadManifest): boolean {
  return 'deployment' in manifest && Object.keys(findThresholds(manifest)).length > 0;
}

function findThresholds({ deployment }: Pick<EcsService, 'deployment'>): RollbackAlarmThresholds {
  const alarms = deployment?.rollback_alarms;
  return alarms === undefined || isList(alarms) ? {} : alarms;
}

function isList(alarms: readonly string[] | RollbackAlarmThresholds): alarms is readonly string[] {
  return Array.isArray(alarms);
}

type CreatedAlarm = { readonly kind: AlarmKind; readonly threshold: number; readonly name: string };

function createdAlarms(service: EcsService, context: RenderContext): readonly CreatedAlarm[] {
  const thresholds = findThresholds(service);
  return KINDS.flatMap((kind) => {
    const threshold = thresholds[kind.threshold];
    const { application, environment } = context;
    const name = rollbackAlarmName(application, environment, service.name, kind.nameSuffix);
    return threshold === undefined ? [] : [{ kind, threshold, name }];
  });
}

/** Names of the alarms that guard a deployment of the service: made by its stack, or existing outside. */
export function guardAlarms(service: EcsService, context: RenderContext): GuardAlarms {
  const { rollback_alarms: alarms, rollback_window: window } = service.deployment ?? {};
  return {
    created: createdAlarms(service, context).map(({ name }) => name),
    named: alarms !== undefined && isList(alarms) ? alarms : [],
    ...(window === undefined ? {} : { watchMinutes: parseGoDuration(window) / 60 }),
  };
}

/** Alarms of `rollback_alarms` as thresholds. They refer to the service, so they are made after it. */
export function renderRollbackAlarms(
  service: EcsService,
  context: RenderContext,
): { readonly [id: string]: Resource } {
  return Object.fromEntries(
    createdAlarms(service, context).map(({ kind, threshold, name }): [string, Resource] => [
      kind.id,
      describeResource(
        `A CloudWatch alarm associated with ${kind.measure} for deployment rollbacks`,
        {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: {
            AlarmDescription: kind.describe(threshold),
            AlarmName: name,
            ...kind.metric,
            ...EVALUATION,
            Threshold: threshold,
          },
        },
      ),
    ]),
  );
}
