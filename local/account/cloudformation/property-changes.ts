import type { Resource } from '../../../core/template/cloudformation.js';
import { findResourceType } from './resource-catalog.js';
import type { Properties, ResourceRecord, Tags } from './stack-records.js';

/** Scalars are compared as text: a parameter's `"80"` and a literal 80 are one value to the service. */
const normalize = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(normalize);
  if (typeof value !== 'object' || value === null) return value === null ? null : String(value);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]): [string, unknown] => [key, normalize(inner)])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
};

export const areSame = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(normalize(one)) === JSON.stringify(normalize(other));

export function findChangedProperties(before: Properties, after: Properties): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !areSame(before[name], after[name])).sort();
}

const takesTags = (type: string): boolean => findResourceType(type)?.tagProperty !== undefined;

export const haveTagsChanged = (record: ResourceRecord, tags: Tags): boolean =>
  takesTags(record.type) && !areSame(record.tags, tags);

/** Attributes of the definition beside its properties that differ. */
export function findChangedAttributes(
  before: Resource,
  after: Resource,
): readonly ('Metadata' | 'DeletionPolicy' | 'UpdateReplacePolicy' | 'UpdatePolicy')[] {
  const attributes = ['Metadata', 'DeletionPolicy', 'UpdateReplacePolicy', 'UpdatePolicy'] as const;
  return attributes.filter((attribute) => !areSame(before[attribute], after[attribute]));
}

export type RequiresRecreation = 'Never' | 'Conditionally' | 'Always';

export function findRecreation(type: string, property: string): RequiresRecreation {
  const known = findResourceType(type);
  if (known?.replacing.has(property)) return 'Always';
  return known?.mayReplace.has(property) ? 'Conditionally' : 'Never';
}
