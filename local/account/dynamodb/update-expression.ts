/** UpdateExpression: SET (with `+`, `-`, `if_not_exists`, `list_append`), REMOVE, ADD, DELETE. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type AttributePath, findAt, parsePath, writeAt } from './attribute-path.js';
import { type Item, validationException } from './attribute-value.js';
import { type Operand, parseValue } from './condition-expression.js';
import { type ExpressionNames, TokenCursor } from './expression-tokens.js';

/** One change: all values are read from the item as it was before the update. */
type Change = (result: Item, before: Item) => Item;

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'];

const isSection = (token: string | undefined): boolean =>
  SECTIONS.includes(token?.toUpperCase() ?? '');

const missingOperand = (): Error =>
  validationException(
    'The provided expression refers to an attribute that does not exist in the item',
  );

const wrongType = (operation: string): Error =>
  validationException(
    `An operand in the update expression has an incorrect data type (${operation})`,
  );

function parseTerm(cursor: TokenCursor): Operand {
  if (cursor.peek()?.startsWith(':')) {
    const value = parseValue(cursor);
    return () => value;
  }
  const isFunction = cursor.peek(1) === '(';
  if (isFunction && cursor.accept('if_not_exists')) {
    cursor.expect('(');
    const path = parsePath(cursor);
    cursor.expect(',');
    const fallback = parseSum(cursor);
    cursor.expect(')');
    return (item) => findAt(item, path) ?? fallback(item);
  }
  if (isFunction && cursor.accept('list_append')) {
    cursor.expect('(');
    const first = parseSum(cursor);
    cursor.expect(',');
    const second = parseSum(cursor);
    cursor.expect(')');
    return (item) => {
      const [one, other] = [first(item), second(item)];
      if (!one || !other) throw missingOperand();
      if (!one.L || !other.L) throw wrongType('list_append');
      return { L: [...one.L, ...other.L] };
    };
  }
  const path = parsePath(cursor);
  return (item) => findAt(item, path);
}

function parseSum(cursor: TokenCursor): Operand {
  const left = parseTerm(cursor);
  const sign = cursor.accept('+') ? 1 : cursor.accept('-') ? -1 : 0;
  if (sign === 0) return left;
  const right = parseTerm(cursor);
  return (item) => {
    const [one, other] = [left(item), right(item)];
    if (!one || !other) throw missingOperand();
    if (one.N === undefined || other.N === undefined) throw wrongType(sign > 0 ? '+' : '-');
    return { N: String(Number(one.N) + sign * Number(other.N)) };
  };
}

function parseSet(cursor: TokenCursor): Change {
  const path = parsePath(cursor);
  cursor.expect('=');
  const operand = parseSum(cursor);
  return (result, before) => {
    const value = operand(before);
    if (!value) throw missingOperand();
    return writeAt(result, path, value);
  };
}

function parseRemove(cursor: TokenCursor): Change {
  const path = parsePath(cursor);
  return (result) => writeAt(result, path, undefined);
}

function addTo(current: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (value.N !== undefined) {
    if (current && current.N === undefined) throw wrongType('ADD');
    return { N: String(Number(current?.N ?? 0) + Number(value.N)) };
  }
  if (value.SS) return { SS: [...new Set([...(current?.SS ?? []), ...value.SS])] };
  if (value.NS) return { NS: [...new Set([...(current?.NS ?? []), ...value.NS])] };
  throw wrongType('ADD');
}

function parseAdd(cursor: TokenCursor): Change {
  const path = parsePath(cursor);
  const value = parseValue(cursor);
  return (result, before) => writeAt(result, path, addTo(findAt(before, path), value));
}

function deleteFrom(result: Item, path: AttributePath, value: AttributeValue): Item {
  const current = findAt(result, path);
  if (!current) return result;
  const removed = new Set(value.SS ?? value.NS ?? []);
  const left = (current.SS ?? current.NS ?? []).filter((element) => !removed.has(element));
  if (left.length === 0) return writeAt(result, path, undefined);
  return writeAt(result, path, current.SS ? { SS: left } : { NS: left });
}

function parseDelete(cursor: TokenCursor): Change {
  const path = parsePath(cursor);
  const value = parseValue(cursor);
  return (result) => deleteFrom(result, path, value);
}

const PARSERS: { readonly [section: string]: (cursor: TokenCursor) => Change } = {
  SET: parseSet,
  REMOVE: parseRemove,
  ADD: parseAdd,
  DELETE: parseDelete,
};

/** The update as a function from the item before to the item after. */
export function parseUpdate(
  text: string | undefined,
  placeholders: ExpressionNames,
): (before: Item) => Item {
  if (text === undefined) return (before) => before;
  const cursor = new TokenCursor(text, placeholders);
  const changes: Change[] = [];
  while (cursor.peek() !== undefined) {
    const section = cursor.next();
    const parse = PARSERS[section.toUpperCase()];
    if (!parse) throw cursor.error(`expected SET, REMOVE, ADD or DELETE before "${section}"`);
    do changes.push(parse(cursor));
    while (cursor.accept(','));
    if (cursor.peek() !== undefined && !isSection(cursor.peek())) {
      throw cursor.error(`unexpected "${cursor.peek()}"`);
    }
  }
  return (before) => changes.reduce((result, change) => change(result, before), before);
}
