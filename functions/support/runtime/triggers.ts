import { ANNOUNCED } from '../../../core/events/describe-event.js';
import { TIMELINE_PREFIX } from '../ledger/keys.js';

/** Every Lambda function by its file name; infra makes one function of each, the embedded runtime calls them by it. */
export const FUNCTION_NAMES = [
  'announce',
  'answer-pause',
  'api',
  'approvals',
  'await-predecessors',
  'check-workspace',
  'clean-up',
  'delete-infrastructure',
  'delete-stack',
  'deploy-env-addon',
  'deploy-environment',
  'deploy-service',
  'environment-api',
  'execute-change-set',
  'gather-evidence',
  'inspect-change-set',
  'janitor',
  'lease',
  'notice-pauses',
  'plan',
  'plan-delete',
  'record',
  'record-step',
  'render',
  'rollback',
  'status-api',
  'stop-in-flight',
  'verify',
  'wake',
  'watch-alarms',
] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** `deploy-env-addon` -> `DeployEnvAddon`: the construct id, and the placeholder `${DeployEnvAddonFunctionArn}`. */
export function pascalCase(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_match, _dash: string, letter: string) =>
    letter.toUpperCase(),
  );
}

/** State machine files without `.asl.json`. */
export const STATE_MACHINES = [
  'delete',
  'plan',
  'release',
  'rollback',
  'stack-graph',
  'stack-operation',
] as const;
export type StateMachineName = (typeof STATE_MACHINES)[number];

/**
 * What the stream of the ledger's table brings to `announce`: new lines of timelines, by the beginning of their sort key.
 * Infra makes an event source of it, the embedded runtime listens itself.
 */
export const ANNOUNCED_KEYS: readonly string[] = [...ANNOUNCED].map(
  (kind) => `${TIMELINE_PREFIX}${kind}`,
);

export type Trigger = {
  readonly name: string;
  readonly function: FunctionName;
} & (
  | { readonly pattern: { readonly [key: string]: unknown } }
  | { readonly scheduleMinutes: number }
);

/**
 * Which EventBridge events reach which function. Infra makes rules of it, the embedded runtime too, so that both see
 * the same. An event is only a hint to look: it may come twice, late, in any order, or never.
 */
export const TRIGGERS: readonly Trigger[] = [
  {
    name: 'StackStatus',
    function: 'wake',
    pattern: {
      source: ['aws.cloudformation'],
      'detail-type': ['CloudFormation Stack Status Change'],
    },
  },
  {
    name: 'ServiceDeploymentFailed',
    function: 'gather-evidence',
    pattern: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Deployment State Change'],
      detail: { eventName: ['SERVICE_DEPLOYMENT_FAILED'] },
    },
  },
  {
    name: 'ServicePause',
    function: 'notice-pauses',
    pattern: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Hook State Change', 'ECS Deployment State Change'],
      detail: {
        eventName: [
          'HOOK_AWAITING_ACTION',
          'HOOK_SUCCEEDED',
          'HOOK_FAILED',
          'HOOK_TIMED_OUT',
          'SERVICE_DEPLOYMENT_FAILED',
        ],
      },
    },
  },
  {
    name: 'AlarmState',
    function: 'wake',
    pattern: {
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      detail: { state: { value: ['ALARM', 'INSUFFICIENT_DATA'] } },
    },
  },
  {
    name: 'ExecutionEnded',
    function: 'wake',
    pattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    },
  },
  { name: 'Reconcile', function: 'janitor', scheduleMinutes: 5 },
  { name: 'ReconcilePauses', function: 'notice-pauses', scheduleMinutes: 5 },
];
