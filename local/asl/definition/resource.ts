import type { Json } from '../api.js';

/** How a task ends: with the answer of the call, with the job that the call started, or with its token. */
export type Pattern = 'request-response' | 'sync' | 'sync:2' | 'wait-for-task-token';

export type TaskResource =
  | { readonly kind: 'lambda'; readonly arn: string }
  | { readonly kind: 'activity'; readonly arn: string }
  | {
      readonly kind: 'service';
      /** `lambda`, or `cloudformation` for `aws-sdk:cloudformation`. */
      readonly service: string;
      readonly isSdk: boolean;
      readonly action: string;
      readonly pattern: Pattern;
    };

/** Optimized integrations; everything else goes through `aws-sdk:`. */
const INTEGRATIONS: { readonly [service: string]: readonly string[] } = {
  apigateway: ['invoke'],
  athena: ['startQueryExecution', 'stopQueryExecution', 'getQueryExecution', 'getQueryResults'],
  batch: ['submitJob'],
  bedrock: ['invokeModel', 'createModelCustomizationJob'],
  codebuild: ['startBuild', 'stopBuild', 'batchDeleteBuilds', 'batchGetReports', 'startBuildBatch'],
  databrew: ['startJobRun'],
  dynamodb: ['getItem', 'putItem', 'deleteItem', 'updateItem'],
  ecs: ['runTask'],
  eks: ['createCluster', 'deleteCluster', 'createNodegroup', 'deleteNodegroup', 'runJob', 'call'],
  'emr-serverless': ['createApplication', 'startApplication', 'stopApplication', 'startJobRun'],
  events: ['putEvents'],
  glue: ['startJobRun'],
  http: ['invoke'],
  lambda: ['invoke'],
  mediaconvert: ['createJob'],
  s3: ['getObject', 'listObjectsV2', 'putObject'],
  sagemaker: ['createTrainingJob', 'createTransformJob', 'createProcessingJob', 'createEndpoint'],
  sns: ['publish'],
  sqs: ['sendMessage'],
  states: ['startExecution'],
};

const SUFFIXES: readonly (readonly [string, Pattern])[] = [
  ['.waitForTaskToken', 'wait-for-task-token'],
  ['.sync:2', 'sync:2'],
  ['.sync', 'sync'],
];

const SERVICE = /^arn:aws[a-z-]*:states:[a-z0-9-]*::(aws-sdk:)?([a-z0-9-]+):([A-Za-z0-9]+)$/;

/** Undefined for a resource that Step Functions does not know. */
export function parseResource(resource: string): TaskResource | undefined {
  if (/^arn:aws[a-z-]*:lambda:[^:]*:[^:]*:function:.+/.test(resource))
    return { kind: 'lambda', arn: resource };
  if (/^arn:aws[a-z-]*:states:[^:]+:[^:]+:activity:.+/.test(resource))
    return { kind: 'activity', arn: resource };
  const [suffix, pattern] = SUFFIXES.find(([end]) => resource.endsWith(end)) ?? [
    '',
    'request-response' as const,
  ];
  const match = SERVICE.exec(resource.slice(0, resource.length - suffix.length));
  if (!match) return undefined;
  const [, sdk, service = '', action = ''] = match;
  if (!sdk && !INTEGRATIONS[service]?.includes(action)) return undefined;
  // SDK integrations answer at once or wait for a token; they know no job to wait for.
  if (sdk && pattern.startsWith('sync')) return undefined;
  return { kind: 'service', service, isSdk: sdk !== undefined, action, pattern };
}

/** The `resource` and `resourceType` of task events. */
export function describeResource(resource: TaskResource): { readonly [key: string]: Json } {
  if (resource.kind !== 'service') return { resource: resource.arn };
  const suffix = SUFFIXES.find(([, pattern]) => pattern === resource.pattern)?.[0] ?? '';
  return {
    resource: resource.action + suffix,
    resourceType: resource.isSdk ? `aws-sdk:${resource.service}` : resource.service,
  };
}
