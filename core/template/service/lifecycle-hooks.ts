import { parseGoDuration } from '../../manifest/resolve/go-duration.js';
import type { LifecycleHook } from '../../manifest/schema/deployment.js';
import type { EcsService } from '../../manifest/schema/workload.js';
import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { getAtt } from '../cloudformation.js';
import { importable } from '../containers/environment-variables.js';
import { describeResource } from '../description.js';
import { iamRole, inlinePolicy, trustService } from '../iam.js';
import { properties } from '../properties.js';
import { roleDescription } from '../role-description.js';

const ROLE = 'DeploymentHookRole';

function timeoutConfiguration(hook: LifecycleHook): CfnObject | undefined {
  const { timeout, on_timeout: action } = hook;
  if (timeout === undefined && action === undefined) return undefined;
  return properties({
    TimeoutInMinutes: timeout === undefined ? undefined : Math.round(parseGoDuration(timeout) / 60),
    Action: action?.toUpperCase(),
  });
}

function hookProperty(hook: LifecycleHook): CfnObject {
  const target: CfnObject =
    hook.lambda === undefined
      ? { TargetType: 'PAUSE' }
      : {
          TargetType: 'AWS_LAMBDA',
          HookTargetArn: importable(hook.lambda),
          RoleArn: getAtt(ROLE, 'Arn'),
        };
  return properties({
    ...target,
    LifecycleStages: hook.stages.map((stage) => stage.toUpperCase()),
    TimeoutConfiguration: timeoutConfiguration(hook),
  });
}

/** `LifecycleHooks`: functions that ECS asks, and pauses that an approval ends (ContinueServiceDeployment). */
export function lifecycleHooks(service: EcsService): readonly CfnObject[] {
  return (service.deployment?.lifecycle_hooks ?? []).map(hookProperty);
}

/** Lets ECS call the functions of the hooks; nothing where there are only pauses. */
export function renderHookRole(
  service: EcsService,
  boundary: string | undefined,
): { readonly [id: string]: Resource } {
  const functions = (service.deployment?.lifecycle_hooks ?? []).flatMap(
    ({ lambda }): readonly CfnValue[] => (lambda === undefined ? [] : [importable(lambda)]),
  );
  if (functions.length === 0) return {};
  const role = iamRole({
    trust: trustService('ecs.amazonaws.com'),
    boundary,
    policies: [
      inlinePolicy('InvokeHooks', [{ actions: ['lambda:InvokeFunction'], resources: functions }]),
    ],
  });
  const purpose = 'for ECS to call the hooks of a deployment';
  return { [ROLE]: describeResource(roleDescription('An IAM role', boundary, purpose), role) };
}
