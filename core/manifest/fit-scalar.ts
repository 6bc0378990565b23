import { isPlainObject } from './plain-object.js';
import type { Shape } from './shape.js';
import { ScalarText } from './text/scalar-text.js';

const TRUE: ReadonlySet<string> = new Set(['true', 'yes', 'on', 'y']);
const FALSE: ReadonlySet<string> = new Set(['false', 'no', 'off', 'n']);
const NUMBER = /^[-+]?\d+(?:\.\d+)?$/;

/** A scalar as the type that a shape asks for, undefined where it is none. */
export function fitScalar(value: unknown, shape: Shape): unknown {
  switch (shape.kind) {
    case 'text':
      return fitText(value);
    case 'number':
      return fitNumber(value);
    case 'boolean':
      return fitBoolean(value);
    default:
      return undefined;
  }
}

/** Numbers and booleans are taken as they were written. */
function fitText(value: unknown): string | undefined {
  if (value === null) return '';
  if (value instanceof ScalarText) return value.text;
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  return isScalar || typeof value === 'string' ? String(value) : undefined;
}

/** Interpolated variables are always text, so a text that is a number counts as one. */
function fitNumber(value: unknown): number | undefined {
  const plain = unwrapScalar(value);
  if (typeof plain === 'string' && NUMBER.test(plain)) return Number(plain);
  return typeof plain === 'number' ? plain : undefined;
}

/** `yes`, `on` and the like count, as in YAML 1.1. */
function fitBoolean(value: unknown): boolean | undefined {
  const plain = unwrapScalar(value);
  if (typeof plain !== 'string') return typeof plain === 'boolean' ? plain : undefined;
  const word = plain.toLowerCase();
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : undefined;
}

function unwrapScalar(value: unknown): unknown {
  return value instanceof ScalarText ? value.value : value;
}

/** The value with all scalars as JavaScript has them, spellings forgotten. */
export function unwrapValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapValue);
  if (!isPlainObject(value)) return unwrapScalar(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unwrapValue(item)]));
}
