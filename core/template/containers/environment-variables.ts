import { snakeCase } from '../../manifest/resolve/names.js';
import type { StringOrFromCfn, Variables } from '../../manifest/schema/values.js';
import type { EcsWorkload } from '../../manifest/schema/workload.js';
import type { CfnObject, CfnValue } from '../cloudformation.js';
import { getAtt, importValue, ref, sub } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { topicQueueUris } from '../messaging/topic-queue.js';
import { topicArnsJson } from '../messaging/topics.js';
import { loadBalancerDnsName } from '../routing/load-balancer.js';

export const environmentVariable = (name: string, value: CfnValue): CfnObject => ({
  Name: name,
  Value: value,
});

/** A plain text, or the value of an export. */
export function importable(value: StringOrFromCfn): CfnValue {
  return typeof value === 'string' ? value : importValue(value.from_cfn);
}

/** `variables` of a manifest, sorted by name. */
export function manifestVariables(variables: Variables | undefined): readonly CfnObject[] {
  return Object.entries(variables ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => environmentVariable(name, importable(value)));
}

/** Outputs of the addons stack that are neither secrets nor policies become variables of every container. */
function addonVariables(context: RenderContext): readonly CfnObject[] {
  return (context.addons?.outputs ?? [])
    .filter(({ kind }) => kind === 'plain' || kind === 'security-group')
    .map(({ name }) =>
      environmentVariable(snakeCase(name), getAtt('AddonsStack', `Outputs.${name}`)),
    );
}

function workerVariables(workload: EcsWorkload): readonly CfnObject[] {
  if (workload.type !== 'Worker Service') return [];
  const topicQueues = topicQueueUris(workload.subscribe);
  return [
    environmentVariable('COPILOT_QUEUE_URI', ref('EventsQueue')),
    ...(topicQueues === undefined
      ? []
      : [environmentVariable('COPILOT_TOPIC_QUEUE_URIS', topicQueues)]),
  ];
}

/** What every container of a task gets, the log router and sidecars included. */
export function commonVariables(
  workload: EcsWorkload,
  context: RenderContext,
): readonly CfnObject[] {
  const endpoint = context.facts.environment?.serviceDiscoveryEndpoint ?? '';
  const topics = topicArnsJson(workload.publish, workload.name, context);
  const dnsName = loadBalancerDnsName(workload, context);
  return [
    environmentVariable('COPILOT_APPLICATION_NAME', sub('${AppName}')),
    environmentVariable('COPILOT_SERVICE_DISCOVERY_ENDPOINT', endpoint),
    environmentVariable('COPILOT_ENVIRONMENT_NAME', sub('${EnvName}')),
    environmentVariable('COPILOT_SERVICE_NAME', sub('${WorkloadName}')),
    ...addonVariables(context),
    ...(topics === undefined ? [] : [environmentVariable('COPILOT_SNS_TOPIC_ARNS', topics)]),
    ...workerVariables(workload),
    ...(dnsName === undefined ? [] : [environmentVariable('COPILOT_LB_DNS', dnsName)]),
  ];
}

/** `COPILOT_MOUNT_POINTS`: `{ "<volume>": "<path>" }` of one container; nothing where it mounts nothing. */
export function mountPointVariable(
  mounts: readonly { readonly volume: string; readonly path: string }[],
): readonly CfnObject[] {
  if (mounts.length === 0) return [];
  const paths = mounts
    .filter(({ path }) => path !== '')
    .map(({ volume, path }): [string, string] => [volume, path])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return [environmentVariable('COPILOT_MOUNT_POINTS', JSON.stringify(Object.fromEntries(paths)))];
}
