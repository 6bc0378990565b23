import type { BundleStack } from '../release/release.js';
import { type StackKey, stackKey } from '../release/stack-key.js';
import { isOwnTemplate } from '../template/own-templates.js';
import { workloadStackName } from '../template/stack-name.js';
import type { Facts } from './facts.js';
import type { ReleaseManifests } from './read-manifests.js';

/** A stack of the account as a listing tells it. */
export type StackInAccount = {
  readonly stackName: string;
  readonly stackId: string;
  /** Of the outermost stack; its own where it is nested in none. */
  readonly rootId: string;
  readonly description: string | undefined;
};

/** A workload that has a stack in the environment. */
export type LiveWorkload = {
  readonly name: string;
  readonly stackName: string;
  /** Deployed by Autoland, so that its last release tells what it is; otherwise by Copilot, still or again. */
  readonly isOwn: boolean;
};

/** Workloads of the release that have a stack, and others that the environment stack names. Sorted by name. */
export function listLiveWorkloads(
  listed: readonly StackInAccount[],
  { workloads }: Pick<ReleaseManifests, 'workloads'>,
  place: { readonly application: string; readonly environment: string },
  environmentParameters: Facts['environmentParameters'],
): readonly LiveWorkload[] {
  const roots = new Map(
    listed.filter(({ stackId, rootId }) => stackId === rootId).map((one) => [one.stackName, one]),
  );
  const ofRelease = workloads.map(({ manifest }) => manifest.name);
  const names = new Set([...ofRelease, ...listNamed(environmentParameters)]);
  return [...names].sort().flatMap((name) => {
    const stackName = workloadStackName(place, name);
    const found = roots.get(stackName);
    if (found === undefined) return [];
    return [{ name, stackName, isOwn: isOwnTemplate(found.description) }];
  });
}

/** Workloads that the environment stack has in a list (`ALBWorkloads`, …) or in its aliases. */
function listNamed(parameters: Facts['environmentParameters']): readonly string[] {
  const { Aliases = '', ...others } = parameters ?? {};
  const lists = Object.entries(others).filter(([name]) => name.endsWith('Workloads'));
  const aliased = [...Aliases.matchAll(/"([a-zA-Z0-9][a-zA-Z0-9-]*)":/g)].map(
    ([, name = '']) => name,
  );
  return [...lists.flatMap(([, list]) => list.split(',')), ...aliased].filter(Boolean);
}

/** Stacks by workload as the last release tells them; of none that Copilot deployed since. */
export type ReleasedWorkloads = ReadonlyMap<string, BundleStack>;

/** Which stacks to look up among the releases. */
export function listOwnKeys(live: readonly LiveWorkload[]): readonly StackKey[] {
  return live.filter(({ isOwn }) => isOwn).map(({ name }) => stackKey({ kind: 'workload', name }));
}

/** `facts.liveWorkloads`. */
export function describeLiveWorkloads(
  live: readonly LiveWorkload[],
  released: ReleasedWorkloads,
): NonNullable<Facts['liveWorkloads']> {
  return Object.fromEntries(
    live.map(({ name }) => {
      const features = released.get(name)?.environmentFeatures;
      return [name, features === undefined ? {} : { features: [...features] }];
    }),
  );
}
