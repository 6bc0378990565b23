import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '../api.js';
import { FieldFailure } from '../execution/failure.js';
import { makeUuid, type Random } from '../execution/ids.js';
import { dropEscapes } from './intrinsic.js';

const MAX_ARRAY = 1000;

type Arguments = readonly Json[];

function fail(message: string): never {
  throw new FieldFailure('States.IntrinsicFailure', message);
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : fail('an argument is not an array');
}

function number(value: Json | undefined): number {
  // AWS rounds half up.
  return typeof value === 'number' ? Math.round(value) + 0 : fail('an argument is not a number');
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : fail('an argument is not a string');
}

function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : fail('an argument is not an object');
}

function partition([array, size]: Arguments): Json {
  const items = list(array);
  const chunk = number(size);
  if (chunk < 1) fail('the size of a part must be positive');
  return Array.from({ length: Math.ceil(items.length / chunk) }, (_, part) =>
    items.slice(part * chunk, (part + 1) * chunk),
  );
}

function range([first, last, step]: Arguments): Json {
  const [from, to, by] = [number(first), number(last), number(step)];
  if (by === 0) fail('the step must not be 0');
  const length = Math.max(0, Math.floor((to - from) / by) + 1);
  if (length > MAX_ARRAY) fail(`more than ${MAX_ARRAY} items`);
  return Array.from({ length }, (_, index) => from + index * by);
}

function unique([array]: Arguments): Json {
  const found: Json[] = [];
  for (const item of list(array))
    if (!found.some((known) => isDeepStrictEqual(known, item))) found.push(item);
  return found;
}

function hash([content, algorithm]: Arguments): Json {
  const name = text(algorithm);
  if (!['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'].includes(name))
    fail(`unknown algorithm ${name}`);
  const input = typeof content === 'string' ? content : JSON.stringify(content ?? null);
  return createHash(name.replace('-', '').toLowerCase()).update(input, 'utf8').digest('hex');
}

function split([value, separators]: Arguments): Json {
  const signs = new Set(text(separators));
  const parts: string[] = [''];
  for (const sign of text(value)) {
    if (signs.has(sign)) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  // Every sign of the second argument separates, and empty parts are dropped (recorded from AWS).
  return parts.filter((part) => part !== '');
}

function format([template, ...values]: Arguments): Json {
  const open = [...values];
  const filled = text(template).replace(/\\[{}'\\]|\{\}/g, (found) => {
    if (found !== '{}') return dropEscapes(found);
    const value = open.shift();
    return value === undefined ? fail('fewer arguments than {}') : show(value);
  });
  return open.length === 0 ? filled : fail('more arguments than {}');
}

/** As Java prints a map and a list: `{Id=1, Name=x}`. */
function show(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${key}=${show(member)}`)
    .join(', ')}}`;
}

function parseJson([value]: Arguments): Json {
  const source = text(value).trim();
  if (source === '') return null;
  try {
    return JSON.parse(source);
  } catch {
    return fail(`not a JSON text: ${source}`);
  }
}

export type IntrinsicFunction = (args: Arguments) => Json;

/** The functions behind `States.`; a function that is not here does not exist. */
export function makeIntrinsics(random: Random): { readonly [name: string]: IntrinsicFunction } {
  return {
    Array: (items) => items,
    ArrayPartition: partition,
    ArrayContains: ([array, item = null]) =>
      list(array).some((known) => isDeepStrictEqual(known, item)),
    ArrayRange: range,
    ArrayGetItem: ([array, index]) =>
      list(array)[number(index)] ?? fail('the index is outside of the array'),
    ArrayLength: ([array]) => list(array).length,
    ArrayUnique: unique,
    Base64Encode: ([value]) => Buffer.from(text(value), 'utf8').toString('base64'),
    Base64Decode: ([value]) => Buffer.from(text(value), 'base64').toString('utf8'),
    Hash: hash,
    JsonMerge: ([first, second]) => ({ ...object(first), ...object(second) }),
    JsonToString: ([value = null]) => JSON.stringify(value),
    StringToJson: parseJson,
    MathAdd: ([first, second]) => number(first) + number(second),
    MathRandom: ([from, to]) => number(from) + Math.floor(random() * (number(to) - number(from))),
    StringSplit: split,
    Format: format,
    UUID: () => makeUuid(random),
  };
}
