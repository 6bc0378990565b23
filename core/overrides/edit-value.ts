import { isCfnObject } from '../addons/cfn-yaml.js';
import type { CfnObject, CfnValue } from '../template/cloudformation.js';

/** Why an edit cannot be made; the text is the message. */
export class EditRefused extends Error {}

export function isCfnList(value: CfnValue | undefined): value is readonly CfnValue[] {
  return Array.isArray(value);
}

/**
 * Name of the intrinsic function that a value is, for instance `Fn::If`. In the templates that users wrote their
 * paths for it was a short tag (`!If`) on the argument, so that a path goes straight on into the argument.
 */
export function functionOf(value: CfnValue | undefined): string | undefined {
  if (!isCfnObject(value)) return undefined;
  const [key, ...others] = Object.keys(value);
  if (key === undefined || others.length > 0) return undefined;
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::') ? key : undefined;
}

/** A copy of a map with one key set, or removed where the value is undefined. A new key comes last. */
export function withKey(map: CfnObject, key: string, value: CfnValue | undefined): CfnObject {
  if (value !== undefined) return { ...map, [key]: value };
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
}

/** A copy of a list with the item at an index replaced by others. */
export function withItems(
  list: readonly CfnValue[],
  index: number,
  removed: number,
  added: readonly CfnValue[],
): readonly CfnValue[] {
  return [...list.slice(0, index), ...added, ...list.slice(index + removed)];
}
