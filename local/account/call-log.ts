import type { AccountCall, CallLog, ServiceName } from './simulated-account.js';

// An invoked function's own calls are logged one by one.
const READING = /^(Describe|Get|List|Head|BatchGet|Query|Scan|Detect|Validate|Invoke)/;

/** Fields of inputs that say what a call is about. Everything else may hold secrets or bulk. */
const TARGET_FIELDS: ReadonlySet<string> = new Set([
  'StackName',
  'ChangeSetName',
  'ChangeSetType',
  'ClientRequestToken',
  'ClientToken',
  'TemplateURL',
  'ResourcesToSkip',
  'RetainResources',
  'ExportName',
  'OperationId',
  'cluster',
  'service',
  'services',
  'serviceDeploymentArn',
  'serviceDeploymentArns',
  'serviceRevisionArns',
  'stopType',
  'hookId',
  'action',
  'forceNewDeployment',
  'AlarmNames',
  'AlarmNamePrefix',
  'AlarmName',
  'Bucket',
  'Key',
  'Prefix',
  'CopySource',
  'TableName',
  'IndexName',
  'repositoryName',
  'imageIds',
  'Name',
  'Names',
  'Path',
  'LoadBalancerArns',
  'ListenerArns',
  'ListenerArn',
  'LoadBalancerArn',
  'TargetGroupArn',
  'TargetGroupArns',
  'stateMachineArn',
  'executionArn',
  'name',
]);

function describeTarget(input: unknown): AccountCall['target'] {
  if (typeof input !== 'object' || input === null) return {};
  const target: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(input)) {
    if (value !== undefined && TARGET_FIELDS.has(field)) target[field] = value;
  }
  return target;
}

const LINE_FIELDS = [
  'StackName',
  'serviceDeploymentArn',
  'service',
  'AlarmName',
  'TableName',
  'Bucket',
];

function formatChange(call: AccountCall): string {
  const field = LINE_FIELDS.find((name) => call.target[name] !== undefined);
  const subject = field ? ` ${String(call.target[field])}` : '';
  return `${call.service}.${call.operation}${subject}${call.error ? ` (${call.error})` : ''}`;
}

export type CallRecorder = {
  readonly log: CallLog;
  /** Notes a call at its start; the returned function adds the error, if there is one. */
  record(
    at: number,
    service: ServiceName,
    operation: string,
    input: unknown,
  ): (error: string) => void;
};

export function createCallRecorder(): CallRecorder {
  let calls: AccountCall[] = [];
  const record: CallRecorder['record'] = (at, service, operation, input) => {
    const isMutating = !READING.test(operation);
    const call = { at, service, operation, isMutating, target: describeTarget(input) };
    const index = calls.push(call) - 1;
    const list = calls;
    return (error) => {
      list[index] = { ...call, error };
    };
  };
  return {
    record,
    log: {
      all: () => calls,
      changes: () => calls.filter((call) => call.isMutating).map(formatChange),
      clear: () => {
        calls = [];
      },
    },
  };
}
