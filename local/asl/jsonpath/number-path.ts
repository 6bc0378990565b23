import type { Json } from '../api.js';
import { findByPath } from './find.js';
import { type PathView, parsePath } from './path.js';
import { failRuntime } from './resolve.js';

/** A `…Path` field that leads to a number; text that is a number counts too (recorded from AWS). */
export function resolveNumberPath(
  path: string,
  field: string,
  type: 'integer' | 'float',
  view: PathView,
): number {
  const parsed = parsePath(path);
  const found = parsed ? findByPath(parsed, view) : undefined;
  if (!found?.isFound)
    throw failRuntime(`The ${field} parameter does not reference an input value: ${path}`);
  const value = toNumber(found.value);
  if (value !== undefined && (type === 'float' || Number.isInteger(value))) return value;
  throw failRuntime(
    `The ${field} field refers to value "${show(found.value)}" which is not a valid ${type}: ${path}`,
  );
}

function toNumber(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

function show(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
