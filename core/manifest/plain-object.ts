/** A manifest, or a part of one, as plain YAML values. Never changed in place. */
export type PlainObject = { readonly [key: string]: unknown };

/** A map of YAML; not a list, nor a scalar that keeps its spelling. */
export function isPlainObject(value: unknown): value is PlainObject {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/** The value of a key that is the map's own, never its prototype's. */
export function findOwn(map: PlainObject, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
