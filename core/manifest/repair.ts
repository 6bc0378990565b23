import { pickOption } from './pick-option.js';
import { findOwn, isPlainObject } from './plain-object.js';
import type { Shape } from './shape.js';
import type { Path } from './text/path.js';

/**
 * The manifest with a stand-in at `path`, for what is wrong or missing there. So the rules that span fields can look
 * at the rest, and all mistakes are told at once.
 */
export function repairAt(value: unknown, shape: Shape, path: Path): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return standInFor(shape);
  if (Array.isArray(value)) {
    const list = shape.kind === 'union' ? shape.options.find((o) => o.kind === 'list') : shape;
    if (list?.kind !== 'list') return standInFor(shape);
    return value.map((item, i) => (i === step ? repairAt(item, list.item, rest) : item));
  }
  const form = isPlainObject(value) ? pickOption(shape, value) : undefined;
  const inner =
    form?.kind === 'struct'
      ? form.fields.get(String(step))?.shape
      : form?.kind === 'map' && form.value;
  if (!isPlainObject(value) || !inner) return standInFor(shape);
  return { ...value, [step]: repairAt(findOwn(value, String(step)), inner, rest) };
}

/** The simplest value that a schema takes; `0` is a text, a duration and a port alike. Of several forms the richest. */
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
      return standInFor(findRichest(shape.options));
    case 'struct':
      return Object.fromEntries(
        [...shape.fields]
          .filter(([, field]) => field.isRequired)
          .map(([key, field]) => [key, standInFor(field.shape)]),
      );
  }
}

function findRichest(options: readonly Shape[]): Shape {
  const byKind = (kind: Shape['kind']) => options.find((option) => option.kind === kind);
  return byKind('struct') ?? byKind('list') ?? options[0] ?? { kind: 'any' };
}
