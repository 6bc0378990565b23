import type { TaskResource } from '../definition/resource.js';

export type Refusal = { readonly error: string; readonly cause: string };

/** As Lambda reports what a handler threw: the name decides, the Cause is JSON. */
export function describeLambdaError(thrown: unknown): Refusal {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return {
    error: error.name,
    cause: JSON.stringify({
      errorType: error.name,
      errorMessage: error.message,
      trace: (error.stack ?? '').split('\n'),
    }),
  };
}

/** Error prefixes are the client names of the AWS SDK for Java, which Step Functions uses. */
const SDK_PREFIXES: { readonly [service: string]: string } = {
  cloudformation: 'CloudFormation',
  cloudwatch: 'CloudWatch',
  cloudwatchlogs: 'CloudWatchLogs',
  codebuild: 'CodeBuild',
  dynamodb: 'DynamoDb',
  elasticloadbalancingv2: 'ElasticLoadBalancingV2',
  eventbridge: 'EventBridge',
  secretsmanager: 'SecretsManager',
};

const INTEGRATION_PREFIXES: { readonly [service: string]: string } = {
  codebuild: 'CodeBuild',
  dynamodb: 'DynamoDB',
  ecs: 'ECS',
  events: 'EventBridge',
  sns: 'SNS',
  sqs: 'SQS',
  states: 'StepFunctions',
};

/** Codes that no service models: the SDK for Java has only its base exception for them. */
const UNMODELLED = new Set(['ValidationError', 'AccessDenied', 'Throttling', 'Error']);

export function describeServiceError(
  resource: Extract<TaskResource, { readonly kind: 'service' }>,
  thrown: unknown,
): Refusal {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (error.name.includes('.')) return { error: error.name, cause: error.message };
  const known = resource.isSdk ? SDK_PREFIXES : INTEGRATION_PREFIXES;
  const prefix = known[resource.service] ?? capitalize(resource.service);
  const code = UNMODELLED.has(error.name) ? prefix : error.name;
  const name = code.endsWith('Exception') ? code : `${code}Exception`;
  return {
    error: `${prefix}.${name}`,
    cause: `${error.message} (Service: ${prefix}, Status Code: ${findStatus(error)}, Request ID: 00000000-0000-4000-8000-000000000000)`,
  };
}

function findStatus(error: Error): number {
  if (!('$metadata' in error)) return 400;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null) return 400;
  return 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : 400;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
