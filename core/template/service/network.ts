import type { Facts } from '../../facts/facts.js';
import type { Network, Placement, SecurityGroups } from '../../manifest/schema/network.js';
import type { StringOrFromCfn } from '../../manifest/schema/values.js';
import { canonicalJson } from '../../release/content-hash.js';
import type { CfnObject, CfnValue } from '../cloudformation.js';
import { getAtt, split } from '../cloudformation.js';
import { importable } from '../containers/environment-variables.js';
import type { RenderContext } from '../context.js';
import { environmentOutput } from '../environment-export.js';

export type SubnetTags = { readonly [tag: string]: string | readonly string[] };

/** Key of `facts.taggedSubnets`: the tags of `placement.subnets.from_tags` as JSON, keys sorted, values as lists. */
export function subnetTagsKey(tags: SubnetTags): string {
  const lists = Object.entries(tags).map(([tag, values]): [string, readonly string[]] => [
    tag,
    typeof values === 'string' ? [values] : values,
  ]);
  return canonicalJson(Object.fromEntries(lists));
}

/** Tags to look subnets up by; undefined for every other placement. */
export function findSubnetTags(placement: Placement | undefined): SubnetTags | undefined {
  if (placement === undefined || typeof placement === 'string') return undefined;
  return 'from_tags' in placement.subnets ? placement.subnets.from_tags : undefined;
}

/** Subnets by id, those of tags among them; undefined where the environment's own are used. */
export function findSubnetIds(placement: Placement, facts: Facts): readonly string[] | undefined {
  if (typeof placement === 'string') return undefined;
  const { subnets } = placement;
  if (!('from_tags' in subnets)) return subnets;
  return facts.taggedSubnets?.[subnetTagsKey(subnets.from_tags)] ?? [];
}

const isPrivate = (network: Network): boolean => network.vpc.placement === 'private';

/** A public address only in the environment's public subnets. */
export function assignPublicIp(network: Network): string {
  const { placement } = network.vpc;
  return typeof placement === 'string' && !isPrivate(network) ? 'ENABLED' : 'DISABLED';
}

/** A list of subnets, or the expression that gives one. */
export function subnetsProperty(network: Network, facts: Facts): CfnValue {
  const ids = findSubnetIds(network.vpc.placement, facts);
  if (ids !== undefined) return ids;
  return split(',', environmentOutput(isPrivate(network) ? 'PrivateSubnets' : 'PublicSubnets'));
}

function groupsOf(groups: SecurityGroups | undefined): readonly StringOrFromCfn[] {
  if (groups === undefined) return [];
  return 'deny_default' in groups || 'groups' in groups
    ? (groups.groups ?? [])
    : (groups as readonly StringOrFromCfn[]);
}

function deniesDefaultGroup(groups: SecurityGroups | undefined): boolean {
  return groups !== undefined && 'deny_default' in groups && groups.deny_default === true;
}

/** Security groups beside the environment's own: of the manifest, then of the addons stack. */
export function extraSecurityGroups(network: Network, context: RenderContext): readonly CfnValue[] {
  const ofAddons = (context.addons?.outputs ?? []).filter(({ kind }) => kind === 'security-group');
  return [
    ...groupsOf(network.vpc.security_groups).map(importable),
    ...ofAddons.map(({ name }) => getAtt('AddonsStack', `Outputs.${name}`)),
  ];
}

/** `NetworkConfiguration` of a service. */
export function networkConfiguration(network: Network, context: RenderContext): CfnObject {
  const own = deniesDefaultGroup(network.vpc.security_groups)
    ? []
    : [environmentOutput('EnvironmentSecurityGroup')];
  return {
    AwsvpcConfiguration: {
      AssignPublicIp: assignPublicIp(network),
      Subnets: subnetsProperty(network, context.facts),
      SecurityGroups: [...own, ...extraSecurityGroups(network, context)],
    },
  };
}
