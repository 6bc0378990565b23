import type { CfnObject, CfnValue } from '../template/cloudformation.js';
import { isCfnObject } from './cfn-yaml.js';

/** Ids of a VPC that the user brings. */
export type ImportedNetwork = {
  readonly id: string;
  readonly publicSubnets: readonly string[];
  readonly privateSubnets: readonly string[];
};

/**
 * Parameters of the shared environment addons, with references to `VPC`, `PublicSubnet<n>` and `PrivateSubnet<n>`
 * replaced by the ids of an imported VPC. An environment stack has these resources only when it makes its VPC, so
 * that Copilot's own `addons.parameters.yml` fails with an imported one. A subnet that is not there stays a reference.
 */
export function withImportedNetwork(parameters: CfnObject, network: ImportedNetwork): CfnObject {
  const ids = new Map([
    ['VPC', network.id],
    ...network.publicSubnets.map((id, index) => [`PublicSubnet${index + 1}`, id] as const),
    ...network.privateSubnets.map((id, index) => [`PrivateSubnet${index + 1}`, id] as const),
  ]);
  return replaceInMap(parameters, ids);
}

function replaceInMap(map: CfnObject, ids: ReadonlyMap<string, string>): CfnObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, replace(value, ids)]));
}

function replace(value: CfnValue, ids: ReadonlyMap<string, string>): CfnValue {
  if (Array.isArray(value)) return value.map((item) => replace(item, ids));
  if (!isCfnObject(value)) return value;
  const { Ref, 'Fn::Sub': text } = value;
  if (typeof Ref === 'string') return ids.get(Ref) ?? value;
  if (typeof text === 'string')
    return {
      'Fn::Sub': text.replace(/\$\{\s*(\w+)\s*\}/g, (whole, name) => ids.get(name) ?? whole),
    };
  return replaceInMap(value, ids);
}
