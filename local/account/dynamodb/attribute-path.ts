import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, validationException } from './attribute-value.js';
import type { TokenCursor } from './expression-tokens.js';

/** `a.#b[2]` as its steps. */
export type AttributePath = readonly (string | number)[];

function parseName(cursor: TokenCursor): string {
  const token = cursor.next();
  if (!token.startsWith('#')) {
    if (/^[A-Za-z_]/.test(token)) return token;
    throw cursor.error(`expected an attribute name before "${token}"`);
  }
  const name = cursor.placeholders.names[token];
  if (name !== undefined) return name;
  throw validationException(
    `An expression attribute name used in the document path is not defined; attribute name: ${token}`,
  );
}

export function parsePath(cursor: TokenCursor): AttributePath {
  const path: (string | number)[] = [parseName(cursor)];
  for (;;) {
    if (cursor.accept('.')) {
      path.push(parseName(cursor));
    } else if (cursor.accept('[')) {
      path.push(Number(cursor.next()));
      cursor.expect(']');
    } else {
      return path;
    }
  }
}

const step = (
  value: AttributeValue | undefined,
  key: string | number,
): AttributeValue | undefined => (typeof key === 'number' ? value?.L?.[key] : value?.M?.[key]);

export const findAt = (item: Item, path: AttributePath): AttributeValue | undefined =>
  path.reduce<AttributeValue | undefined>(step, { M: item as Record<string, AttributeValue> });

const invalidPath = (): Error =>
  validationException('The document path provided in the update expression is invalid for update');

function writeStep(
  container: AttributeValue,
  [key, ...rest]: AttributePath,
  value: AttributeValue | undefined,
): AttributeValue {
  if (key === undefined) return value ?? container;
  if (typeof key === 'number') return writeElement(container, key, rest, value);
  if (container.M === undefined) throw invalidPath();
  const members = { ...container.M };
  const inner = members[key];
  if (rest.length > 0) {
    if (!inner) throw invalidPath();
    members[key] = writeStep(inner, rest, value);
  } else if (value === undefined) {
    delete members[key];
  } else {
    members[key] = value;
  }
  return { M: members };
}

function writeElement(
  container: AttributeValue,
  index: number,
  rest: AttributePath,
  value: AttributeValue | undefined,
): AttributeValue {
  if (container.L === undefined) throw invalidPath();
  const elements = [...container.L];
  const inner = elements[index];
  if (rest.length > 0) {
    if (!inner) throw invalidPath();
    elements[index] = writeStep(inner, rest, value);
  } else if (value === undefined) {
    elements.splice(index, 1);
  } else {
    // Writing past the end appends.
    elements[Math.min(index, elements.length)] = value;
  }
  return { L: elements };
}

/** A copy of the item with the value at the path set, or removed when it is undefined. */
export const writeAt = (item: Item, path: AttributePath, value: AttributeValue | undefined): Item =>
  writeStep({ M: item as Record<string, AttributeValue> }, path, value).M ?? {};
