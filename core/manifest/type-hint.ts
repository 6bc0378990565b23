import { NOT_A_DURATION } from './schema/values.js';
import type { Shape, StructShape } from './shape.js';
import { quoteFound } from './text/finding.js';

/** How a value would have to be written for a field of this shape; undefined where the message says it all. */
export function describeTypeHint(shape: Shape, found: unknown): string | undefined {
  const forms = shape.kind === 'union' ? shape.options : [shape];
  const structs = forms.filter((form) => form.kind === 'struct');
  if (structs.length > 0) return describeKnownKeys(structs);
  if (forms.some((form) => form.kind === 'map')) return 'write pairs of name: value';
  if (forms.some((form) => form.kind === 'list') && isScalar(found)) {
    return `write a list: [${typeof found === 'string' ? quoteFound(found) : String(found)}]`;
  }
  if (shape.kind === 'number' && typeof found === 'string' && /^\d+$/.test(found))
    return 'write the number without quotes';
  const isQuantity = typeof found === 'string' && /^\d+(\.\d+)?\s*[a-zA-Z%]+$/.test(found);
  return isQuantity && shape.kind === 'number' ? 'write the number without a unit' : undefined;
}

/** `10` where a duration is meant lacks its unit; other texts of a fixed form have no hint. */
export function describeTextHint(message: string, found: unknown): string | undefined {
  if (message !== NOT_A_DURATION) return undefined;
  return typeof found === 'string' && /^\d+$/.test(found) ? `did you mean ${found}s?` : undefined;
}

export function describeKnownKeys(structs: readonly StructShape[]): string {
  const keys = structs.flatMap((struct) => [...struct.fields.keys()]);
  return `known keys: ${keys.join(', ')}`;
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
