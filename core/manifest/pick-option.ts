import type { PlainObject } from './plain-object.js';
import type { Shape } from './shape.js';

/** The form that a map takes of a field with several: of several map forms the one that knows most of its keys. */
export function pickOption(shape: Shape, value: PlainObject): Shape | undefined {
  if (shape.kind !== 'union') return shape;
  let best: { readonly form: Shape; readonly known: number } | undefined;
  for (const form of shape.options) {
    if (form.kind !== 'struct' && form.kind !== 'map') continue;
    const known =
      form.kind === 'struct' ? Object.keys(value).filter((key) => form.fields.has(key)).length : 0;
    if (best === undefined || known > best.known) best = { form, known };
  }
  return best?.form;
}
