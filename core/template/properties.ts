import type { CfnObject, CfnValue } from './cloudformation.js';

/** Properties without the ones that are undefined, in the order in which they are written. */
export function properties(values: { readonly [name: string]: CfnValue | undefined }): CfnObject {
  const defined: { [name: string]: CfnValue } = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) defined[name] = value;
  }
  return defined;
}

/** A list, or undefined where it is empty: a property that is left out. */
export function unlessEmpty(list: readonly CfnValue[]): readonly CfnValue[] | undefined {
  return list.length === 0 ? undefined : list;
}
