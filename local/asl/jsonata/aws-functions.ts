import { createHash } from 'node:crypto';
import { makeUuid, type Random } from '../execution/ids.js';
import { firstJavaDouble } from './java-random.js';

const MAX_RANGE = 1000;
const ALGORITHMS: { readonly [name: string]: string } = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

function partition(array: unknown, size: unknown): readonly unknown[] | undefined {
  if (array === undefined) return undefined;
  const chunk = Math.trunc(toNumber(size, 'partition'));
  if (chunk < 1) throw new RangeError('$partition: the size of a part must be positive');
  const items = Array.isArray(array) ? array : [array];
  const parts: unknown[] = [];
  for (let start = 0; start < items.length; start += chunk)
    parts.push(items.slice(start, start + chunk));
  return parts;
}

function range(first: unknown, last: unknown, step: unknown): unknown {
  const [from, to, by] = [first, last, step].map((value) => toNumber(value, 'range'));
  if (from === undefined || to === undefined || by === undefined || by === 0)
    throw new RangeError('$range: the step must not be 0');
  const length = Math.floor((to - from) / by) + 1;
  if (length > MAX_RANGE) throw new RangeError(`$range: more than ${MAX_RANGE} items`);
  const items = Array.from({ length: Math.max(0, length) }, (_, index) => from + index * by);
  // JSONata unwraps a sequence of one, and drops an empty one.
  return items.length < 2 ? items[0] : items;
}

function hash(content: unknown, algorithm: unknown): string | undefined {
  if (content === undefined) return undefined;
  const name = typeof algorithm === 'string' ? ALGORITHMS[algorithm] : undefined;
  if (!name)
    throw new TypeError(
      `$hash: the algorithm must be one of ${Object.keys(ALGORITHMS).join(', ')}`,
    );
  return createHash(name).update(toText(content, 'hash'), 'utf8').digest('hex');
}

function parse(text: unknown): unknown {
  return text === undefined ? undefined : JSON.parse(toText(text, 'parse'));
}

function toNumber(value: unknown, name: string): number {
  if (typeof value !== 'number') throw new TypeError(`$${name}: an argument is not a number`);
  return value;
}

function toText(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new TypeError(`$${name}: an argument is not a string`);
  return value;
}

function shuffle(array: unknown, random: Random): unknown {
  if (!Array.isArray(array)) return array === undefined ? undefined : [array];
  const items = [...array];
  for (let last = items.length - 1; last > 0; last -= 1) {
    const pick = Math.floor(random() * (last + 1));
    [items[last], items[pick]] = [items[pick], items[last]];
  }
  return items;
}

/**
 * Functions that Step Functions adds to JSONata, and those of JSONata that would read the clock or draw a number.
 * `$eval` is absent on AWS.
 */
export function makeAwsFunctions(random: Random): { readonly [name: string]: unknown } {
  return {
    partition,
    range,
    hash,
    parse,
    random: (seed?: unknown) =>
      seed === undefined ? random() : firstJavaDouble(toNumber(seed, 'random')),
    uuid: () => makeUuid(random),
    shuffle: (array: unknown) => shuffle(array, random),
    eval: undefined,
  };
}
