import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ServiceError } from '../service-error.js';

export type Item = { readonly [name: string]: AttributeValue };

export const validationException = (message: string): ServiceError =>
  new ServiceError('ValidationException', message);

/** `S`, `N`, `BOOL`, … */
export const typeOf = (value: AttributeValue): string => Object.keys(value)[0] ?? '';

const rank = (value: AttributeValue): number | string | Uint8Array => {
  if (value.N !== undefined) return Number(value.N);
  return value.S ?? value.B ?? '';
};

/** Order of two values of one type among S, N and B; undefined where they cannot be ordered. */
export function compareValues(one: AttributeValue, other: AttributeValue): number | undefined {
  const type = typeOf(one);
  if (type !== typeOf(other) || !['S', 'N', 'B'].includes(type)) return undefined;
  const [left, right] = [rank(one), rank(other)];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  // Strings sort by the bytes of their UTF-8 form.
  return Buffer.compare(
    Buffer.from(left as string | Uint8Array as string),
    Buffer.from(right as string | Uint8Array as string),
  );
}

const canonical = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return `b:${Buffer.from(value).toString('base64')}`;
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
    if (key === 'N') return [key, Number(inner)];
    if (['SS', 'NS', 'BS'].includes(key) && Array.isArray(inner))
      return [key, inner.map(String).sort()];
    return [key, canonical(inner)];
  });
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
};

export function areEqual(one: AttributeValue, other: AttributeValue): boolean {
  // Keys are strings: this is asked of each item that a query looks at.
  if (one.S !== undefined && other.S !== undefined) return one.S === other.S;
  return JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));
}

/** `size(path)`: characters, bytes or elements. */
export function findSize(value: AttributeValue): number | undefined {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return value.B.length;
  if (value.M !== undefined) return Object.keys(value.M).length;
  const list = value.L ?? value.SS ?? value.NS ?? value.BS;
  return list?.length;
}

/** `contains(path, operand)`: substring, or element of a list or set. */
export function containsValue(container: AttributeValue, operand: AttributeValue): boolean {
  if (container.S !== undefined) return operand.S !== undefined && container.S.includes(operand.S);
  if (container.SS !== undefined)
    return operand.S !== undefined && container.SS.includes(operand.S);
  if (container.NS !== undefined) {
    return operand.N !== undefined && container.NS.map(Number).includes(Number(operand.N));
  }
  return container.L?.some((element) => areEqual(element, operand)) ?? false;
}

/** Bytes that DynamoDB counts for a value. Source: developer guide, "Item sizes and formats". */
function measureValue(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value.B !== undefined) return value.B.length;
  if (value.M) return 3 + Object.keys(value.M).length + measureItem(value.M);
  if (value.L) return 3 + value.L.reduce((sum, inner) => sum + 1 + measureValue(inner), 0);
  const set = value.SS ?? value.NS;
  return set ? set.join('').length : 1;
}

/** Bytes that DynamoDB counts for an item: names and values. */
export function measureItem(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + measureValue(value),
    0,
  );
}
