import type { ResourceChange } from '../stack/resource-change.js';
import type { CfnValue, Resource } from '../template/cloudformation.js';
import { findReplacement } from './replacement.js';

/** A resource with everything put into its properties that is known beforehand. */
export type EvaluatedResource = Resource & {
  readonly Properties: { readonly [name: string]: CfnValue };
};
export type EvaluatedResources = ReadonlyMap<string, EvaluatedResource>;

/** Update or replacement, by what the properties that change ask for. */
export function describeUpdate(
  resource: Resource,
  properties: readonly string[],
): Pick<ResourceChange, 'action' | 'certainty' | 'retained'> {
  const kinds = properties.map((name) =>
    name === 'Type' ? 'always' : findReplacement(resource.Type, name),
  );
  const retained = isRetained(resource.UpdateReplacePolicy);
  if (kinds.includes('always')) return { action: 'replace', certainty: 'certain', retained };
  if (kinds.includes('sometimes')) return { action: 'replace', certainty: 'possible', retained };
  const certainty = kinds.includes('unknown') ? 'possible' : 'certain';
  return { action: 'update', certainty, retained: false };
}

export function isRetained(policy: string | undefined): boolean {
  return policy === 'Retain' || policy === 'RetainExceptOnCreate';
}
