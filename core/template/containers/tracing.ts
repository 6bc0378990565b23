import type { EcsWorkload } from '../../manifest/schema/workload.js';
import type { CfnObject } from '../cloudformation.js';
import { CLOUDWATCH_LOGS } from './log-routing.js';

/** `observability.tracing: awsxray`, in any case. Jobs have no such field. */
export function hasTracing(workload: EcsWorkload): boolean {
  if (workload.type === 'Scheduled Job') return false;
  return workload.observability?.tracing?.toUpperCase() === 'AWSXRAY';
}

/** The collector that sends traces to X-Ray, as a list of one or none. */
export function renderTraceCollector(workload: EcsWorkload): readonly CfnObject[] {
  if (!hasTracing(workload)) return [];
  return [
    {
      Name: 'aws-otel-collector',
      Image: 'public.ecr.aws/aws-observability/aws-otel-collector:v0.17.0',
      Command: ['--config=/etc/ecs/ecs-xray.yaml'],
      LogConfiguration: CLOUDWATCH_LOGS,
    },
  ];
}

export const TRACING_ACTIONS = [
  'logs:PutLogEvents',
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogStreams',
  'logs:DescribeLogGroups',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
];
