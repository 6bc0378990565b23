import { pickOption } from './pick-option.js';
import { findOwn, isPlainObject, type PlainObject } from './plain-object.js';
import type { Shape } from './shape.js';
import type { Path } from './text/path.js';

/**
 * The manifest without what stands at `path`: the innermost optional field around it is left out, a required one gets
 * a stand-in. So the rules that span fields can look at the rest, and all mistakes are told at once.
 */
export function repairAt(value: unknown, shape: Shape, path: Path): unknown {
  const repaired = dropAt(value, shape, path);
  return repaired === undefined ? standInFor(shape) : repaired;
}

/** Undefined where the value itself must go. */
function dropAt(value: unknown, shape: Shape, path: Path): unknown {
  const [step, ...rest] = path;
  if (step === undefined || !isPlainObject(value)) return undefined;
  const form = pickOption(shape, value);
  const key = String(step);
  if (form?.kind === 'map') {
    const item = dropAt(findOwn(value, key), form.value, rest);
    return item === undefined ? without(value, key) : { ...value, [key]: item };
  }
  const field = form?.kind === 'struct' ? form.fields.get(key) : undefined;
  if (field === undefined) return undefined;
  const item = dropAt(findOwn(value, key), field.shape, rest);
  if (item !== undefined) return { ...value, [key]: item };
  return field.isRequired ? { ...value, [key]: standInFor(field.shape) } : without(value, key);
}

function without(map: PlainObject, key: string): PlainObject {
  const { [key]: _removed, ...rest } = map;
  return rest;
}

/** The simplest value that a schema takes. `0` is a text, a duration and a port alike. */
function standInFor(shape: Shape): unknown {
  switch (shape.kind) {
    case 'text':
      return shape.options?.[0] ?? '0';
    case 'number':
      return 1;
    case 'boolean':
      return false;
    case 'any':
      return null;
    case 'list':
      return [];
    case 'map':
      return {};
    case 'union':
      return standInFor(shape.options[0] ?? { kind: 'any' });
    case 'struct':
      return Object.fromEntries(
        [...shape.fields]
          .filter(([, field]) => field.isRequired)
          .map(([key, field]) => [key, standInFor(field.shape)]),
      );
  }
}
