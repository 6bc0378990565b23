import { pickOption } from './pick-option.js';
import { findOwn, isPlainObject, type PlainObject } from './plain-object.js';
import { renameKeys } from './rename-keys.js';
import type { Shape, StructShape } from './shape.js';

/**
 * Lays `environments.<environment>` over the manifest, as Copilot does with its 23 passes of transformers:
 *
 * | part | rule |
 * |---|---|
 * | scalar | the override wins, `false`, `0` and the empty text too |
 * | list | replaced whole, by an empty one too |
 * | struct | field by field |
 * | map of scalars or of values in several forms (`variables`, `labels`, `secrets`) | keys merged, a key on both sides replaced whole |
 * | map of structs (`sidecars`, `storage.volumes`) | keys merged, values field by field |
 * | field with several forms | another form replaces, the same map form merges |
 * | groups of fields that exclude each other | the override's group removes the inherited one |
 * | null | keeps what is inherited |
 *
 * An environment that is not listed, or null, overrides nothing. `name`, `type` and `environments` cannot be
 * overridden. The result has no `environments`.
 */
export function applyEnvironment(
  manifest: PlainObject,
  environment: string,
  shape: StructShape,
): PlainObject {
  const { environments, ...base } = manifest;
  const override = isPlainObject(environments) ? findOwn(environments, environment) : undefined;
  const {
    name: _name,
    type: _type,
    environments: _nested,
    ...fields
  } = isPlainObject(override) ? override : {};
  return mergeStruct(base, fields, shape);
}

/** The value that `override` leaves of `base`. Both are values of one field with this shape. */
function mergeValue(base: unknown, override: unknown, shape: Shape): unknown {
  if (override === null || override === undefined) return base;
  if (!isPlainObject(override)) return override;
  const form = pickOption(shape, override);
  const inherited = isPlainObject(base) && pickOption(shape, base) === form ? base : {};
  if (form?.kind === 'struct') return mergeStruct(inherited, override, form);
  if (form?.kind === 'map') return mergeMap(inherited, override, form.value, form.isDeep);
  return override;
}

function mergeMap(
  base: PlainObject,
  override: PlainObject,
  shape: Shape,
  isDeep: boolean,
): PlainObject {
  const merged: { [key: string]: unknown } = { ...base };
  for (const [key, item] of Object.entries(override)) {
    const value = isDeep ? mergeValue(findOwn(base, key), item, shape) : item;
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

function mergeStruct(base: PlainObject, override: PlainObject, shape: StructShape): PlainObject {
  const own = renameKeys(override, shape);
  const merged: { [key: string]: unknown } = { ...renameKeys(base, shape) };
  for (const removed of findDisplaced(own, shape)) delete merged[removed];
  for (const [key, item] of Object.entries(own)) {
    if (item === '' && shape.rule.keepsBlank?.includes(key) && merged[key] !== undefined) continue;
    const field = shape.fields.get(key);
    const value = mergeValue(findOwn(merged, key), item, field?.shape ?? { kind: 'any' });
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

function findDisplaced(override: PlainObject, shape: StructShape): string[] {
  const isSet = (key: string) => override[key] !== undefined && override[key] !== null;
  return (shape.rule.displaces ?? []).flatMap(({ keys, removes }) =>
    keys.some(isSet) ? removes : [],
  );
}
