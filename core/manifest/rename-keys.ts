import type { PlainObject } from './plain-object.js';
import type { StructShape } from './shape.js';

/** Old spellings under their name of today. Where both are given both stay: that is a mistake of its own. */
export function renameKeys(map: PlainObject, shape: StructShape): PlainObject {
  const { renames } = shape.rule;
  if (renames === undefined) return map;
  return Object.entries(renames).reduce((current, [old, name]) => {
    if (!Object.hasOwn(current, old) || Object.hasOwn(current, name)) return current;
    const { [old]: value, ...rest } = current;
    return { ...rest, [name]: value };
  }, map);
}
