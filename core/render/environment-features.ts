import type { Facts } from '../facts/facts.js';
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
export function featuresOf(workload: WorkloadManifest): readonly Feature[] {
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

type LiveWorkloads = NonNullable<Facts['liveWorkloads']>;

/** The file system holds data: once made it stays as long as the environment, whoever used it. */
const KEPT: ReadonlySet<Feature> = new Set(['EFSWorkloads']);

/**
 * Whether a name in the deployed stack's list stays there. The environment is deployed first, so nothing may be taken
 * from a stack that still uses it, be it of another workspace; where that is not known, everything stays.
 */
function isStillUsed(feature: Feature, name: string, live: LiveWorkloads | undefined): boolean {
  if (live === undefined || KEPT.has(feature)) return true;
  const workload = Object.hasOwn(live, name) ? live[name] : undefined;
  return workload !== undefined && (workload.features?.includes(feature) ?? true);
}

/**
 * The environment's feature parameters: of these workloads, which are about to be deployed, and of those that the
 * deployed stack names and that still use it. Names are sorted, so the same workloads give the same text.
 */
export function environmentParameters(
  users: readonly FeatureUser[],
  deployed: { readonly [name: string]: string } | undefined,
  live?: LiveWorkloads,
): { readonly [name: string]: string } {
  const parameters: { [name: string]: string } = {};
  for (const feature of FEATURES) {
    const needing = users
      .filter(({ manifest }) => featuresOf(manifest).includes(feature))
      .map(({ manifest }) => manifest.name);
    const staying = splitList(deployed?.[feature]).filter((name) =>
      isStillUsed(feature, name, live),
    );
    parameters[feature] = [...new Set([...staying, ...needing])].sort().join(',');
  }
  return { ...parameters, Aliases: resolveAliases(users, deployed?.Aliases, live) };
}

/** `{ "<workload>": ["<alias>"] }` of these workloads, and of others that have a stack. */
function resolveAliases(
  users: readonly FeatureUser[],
  deployed: string | undefined,
  live: LiveWorkloads | undefined,
): string {
  const aliases = new Map(
    Object.entries(parseAliases(deployed)).filter(
      ([name]) => live === undefined || Object.hasOwn(live, name),
    ),
  );
  for (const { manifest, context } of users) {
    const own = aliasesOnOwnLoadBalancer(manifest, context);
    if (own.length > 0) aliases.set(manifest.name, own);
    else aliases.delete(manifest.name);
  }
  const entries = [...aliases].sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.length === 0 ? '' : JSON.stringify(Object.fromEntries(entries));
}
