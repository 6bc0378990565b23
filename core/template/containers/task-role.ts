import type { EcsWorkload } from '../../manifest/schema/workload.js';
import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { getAtt } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { describeResource } from '../description.js';
import { iamRole, inlinePolicy, trustService } from '../iam.js';
import { topicReferences } from '../messaging/topics.js';
import { roleDescription } from '../role-description.js';
import { fileSystemPolicies } from './file-system-policies.js';
import { hasTracing, TRACING_ACTIONS } from './tracing.js';
import { resolveVolumes } from './volumes.js';

/**
 * Whether one may enter running containers. Jobs cannot be entered. `exec: { enable: false }` is off here; Copilot
 * takes any map as on.
 */
export function hasExec(workload: EcsWorkload): boolean {
  if (workload.type === 'Scheduled Job') return false;
  return typeof workload.exec === 'object' ? workload.exec.enable === true : workload.exec;
}

const DENY_IAM = inlinePolicy('DenyIAM', [
  { effect: 'Deny', actions: ['iam:*'], resources: ['*'] },
]);

const EXECUTE_COMMAND = inlinePolicy('ExecuteCommand', [
  {
    actions: [
      'ssmmessages:CreateControlChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenDataChannel',
    ],
    resources: ['*'],
  },
  {
    actions: [
      'logs:CreateLogStream',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
    ],
    resources: ['*'],
  },
]);

const TRACING = inlinePolicy('AWSDistroOpenTelemetryPolicy', [
  { actions: TRACING_ACTIONS, resources: ['*'] },
]);

function publishPolicy(topics: readonly CfnValue[]): readonly CfnObject[] {
  if (topics.length === 0) return [];
  return [inlinePolicy('Publish2SNS', [{ actions: ['sns:Publish'], resources: topics }])];
}

/** Managed policies that the addons stack outputs. */
function addonPolicies(context: RenderContext): readonly CfnValue[] {
  return (context.addons?.outputs ?? [])
    .filter(({ kind }) => kind === 'managed-policy')
    .map(({ name }) => getAtt('AddonsStack', `Outputs.${name}`));
}

/** Role of the containers themselves. */
export function renderTaskRole(workload: EcsWorkload, context: RenderContext): Resource {
  const boundary = context.facts.application.permissionsBoundary;
  const role = iamRole({
    trust: trustService('ecs-tasks.amazonaws.com'),
    boundary,
    managed: addonPolicies(context),
    policies: [
      DENY_IAM,
      ...(hasExec(workload) ? [EXECUTE_COMMAND] : []),
      ...fileSystemPolicies(resolveVolumes(workload.name, workload.storage)),
      ...publishPolicy(topicReferences(workload.publish)),
      ...(hasTracing(workload) ? [TRACING] : []),
    ],
  });
  const purpose = 'to control permissions for the containers in your tasks';
  return describeResource(roleDescription('An IAM role', boundary, purpose), role);
}
