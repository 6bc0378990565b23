import { findHttp } from '../manifest/resolve/load-balancers.js';
import type { WorkloadManifest } from '../manifest/schema/workload.js';
import { usesManagedFileSystem } from '../template/containers/volumes.js';
import type { RenderContext } from '../template/context.js';
import { aliasesOf, findLoadBalancer } from '../template/routing/load-balancer.js';

/** Parameters of the environment stack that list the workloads which need a part of it. */
const FEATURES = [
  'ALBWorkloads',
  'InternalALBWorkloads',
  'EFSWorkloads',
  'NATWorkloads',
  'AppRunnerPrivateWorkloads',
] as const;

type Feature = (typeof FEATURES)[number];

function needsPublicLoadBalancer(workload: WorkloadManifest): boolean {
  if (workload.type !== 'Load Balanced Web Service' || workload.http === false) return false;
  return findHttp(workload.http)?.alb === undefined;
}

function needsPrivateSubnets(workload: WorkloadManifest): boolean {
  return 'network' in workload && workload.network?.vpc?.placement === 'private';
}

function needsPrivateEndpoint(workload: WorkloadManifest): boolean {
  if (workload.type !== 'Request-Driven Web Service') return false;
  const setting = workload.http?.private;
  return setting === true;
}

/** What one workload needs of its environment. Source: Copilot's envControllerParameters. */
function featuresOf(workload: WorkloadManifest): readonly Feature[] {
  const storage = 'storage' in workload ? workload.storage : undefined;
  const needs: { readonly [name in Feature]: boolean } = {
    ALBWorkloads: needsPublicLoadBalancer(workload),
    InternalALBWorkloads: workload.type === 'Backend Service' && workload.http !== undefined,
    EFSWorkloads: usesManagedFileSystem(workload.name, storage),
    NATWorkloads: needsPrivateSubnets(workload),
    AppRunnerPrivateWorkloads: needsPrivateEndpoint(workload),
  };
  return FEATURES.filter((feature) => needs[feature]);
}

/** Host names on the environment's own public load balancer: it makes certificate names and records of them. */
function aliasesOnOwnLoadBalancer(
  workload: WorkloadManifest,
  context: RenderContext,
): readonly string[] {
  if (workload.type !== 'Load Balanced Web Service') return [];
  const loadBalancer = findLoadBalancer(workload, context);
  return loadBalancer?.placement === 'public' ? aliasesOf(loadBalancer) : [];
}

const splitList = (list: string | undefined): readonly string[] =>
  (list ?? '').split(',').filter((name) => name !== '');

/** `{ "<workload>": ["<alias>"] }` of the deployed stack; empty where the text is none. */
function parseAliases(text: string | undefined): { readonly [workload: string]: unknown } {
  if (text === undefined || text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

export type FeatureUser = { readonly manifest: WorkloadManifest; readonly context: RenderContext };

/**
 * The environment's feature parameters for these workloads, added to what the deployed stack already has: workloads
 * of other workspaces keep theirs, and nothing is taken away while the live stack of a workload may still use it,
 * because the environment is deployed first. Names are sorted, so the same workloads give the same text.
 */
export function environmentParameters(
  users: readonly FeatureUser[],
  deployed: { readonly [name: string]: string } | undefined,
): { readonly [name: string]: string } {
  const parameters: { [name: string]: string } = {};
  for (const feature of FEATURES) {
    const names = users
      .filter(({ manifest }) => featuresOf(manifest).includes(feature))
      .map(({ manifest }) => manifest.name);
    parameters[feature] = [...new Set([...splitList(deployed?.[feature]), ...names])]
      .sort()
      .join(',');
  }
  const aliases = { ...parseAliases(deployed?.Aliases) };
  for (const { manifest, context } of users) {
    const own = aliasesOnOwnLoadBalancer(manifest, context);
    if (own.length > 0) aliases[manifest.name] = own;
    else delete aliases[manifest.name];
  }
  const entries = Object.entries(aliases).sort(([one], [other]) => (one < other ? -1 : 1));
  parameters.Aliases = entries.length === 0 ? '' : JSON.stringify(Object.fromEntries(entries));
  return parameters;
}
