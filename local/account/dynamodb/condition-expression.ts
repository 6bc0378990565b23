/** ConditionExpression, FilterExpression and KeyConditionExpression: parsed to a test of an item. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { findAt, parsePath } from './attribute-path.js';
import {
  areEqual,
  compareValues,
  containsValue,
  findSize,
  type Item,
  typeOf,
  validationException,
} from './attribute-value.js';
import { type ExpressionNames, TokenCursor } from './expression-tokens.js';

export type Condition = (item: Item) => boolean;
export type Operand = (item: Item) => AttributeValue | undefined;

export function parseValue(cursor: TokenCursor): AttributeValue {
  const token = cursor.next();
  const value = cursor.placeholders.values[token];
  if (value !== undefined) return value;
  throw validationException(
    `An expression attribute value used in expression is not defined; attribute value: ${token}`,
  );
}

function parseOperand(cursor: TokenCursor): Operand {
  if (cursor.peek()?.startsWith(':')) {
    const value = parseValue(cursor);
    return () => value;
  }
  if (cursor.peek()?.toLowerCase() === 'size' && cursor.peek(1) === '(') {
    cursor.next();
    cursor.expect('(');
    const path = parsePath(cursor);
    cursor.expect(')');
    return (item) => {
      const value = findAt(item, path);
      const size = value && findSize(value);
      return size === undefined ? undefined : { N: String(size) };
    };
  }
  const path = parsePath(cursor);
  return (item) => findAt(item, path);
}

function compare(operator: string, left: AttributeValue, right: AttributeValue): boolean {
  if (operator === '=') return areEqual(left, right);
  if (operator === '<>') return !areEqual(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

function parseComparison(cursor: TokenCursor): Condition {
  const left = parseOperand(cursor);
  if (cursor.accept('BETWEEN')) {
    const low = parseOperand(cursor);
    cursor.expect('AND');
    const high = parseOperand(cursor);
    return (item) => {
      const [value, least, most] = [left(item), low(item), high(item)];
      return (
        !!value && !!least && !!most && compare('>=', value, least) && compare('<=', value, most)
      );
    };
  }
  if (cursor.accept('IN')) {
    const candidates = parseList(cursor, parseOperand);
    return (item) => {
      const value = left(item);
      return candidates.some((candidate) => {
        const other = candidate(item);
        return !!value && !!other && areEqual(value, other);
      });
    };
  }
  const operator = cursor.next();
  if (!['=', '<>', '<', '<=', '>', '>='].includes(operator)) {
    throw cursor.error(`unknown operator "${operator}"`);
  }
  const right = parseOperand(cursor);
  return (item) => {
    const [one, other] = [left(item), right(item)];
    // A missing attribute differs from everything and compares with nothing.
    if (!one || !other) return operator === '<>' && one !== other;
    return compare(operator, one, other);
  };
}

function parseList<T>(cursor: TokenCursor, parseOne: (cursor: TokenCursor) => T): readonly T[] {
  cursor.expect('(');
  const list = [parseOne(cursor)];
  while (cursor.accept(',')) list.push(parseOne(cursor));
  cursor.expect(')');
  return list;
}

const FUNCTIONS: {
  readonly [name: string]: (operands: readonly (AttributeValue | undefined)[]) => boolean;
} = {
  attribute_exists: ([value]) => value !== undefined,
  attribute_not_exists: ([value]) => value === undefined,
  attribute_type: ([value, type]) => !!value && typeOf(value) === type?.S,
  begins_with: ([value, prefix]) => prefix?.S !== undefined && !!value?.S?.startsWith(prefix.S),
  contains: ([value, operand]) => !!value && !!operand && containsValue(value, operand),
};

function parsePrimary(cursor: TokenCursor): Condition {
  if (cursor.accept('NOT')) {
    const inner = parsePrimary(cursor);
    return (item) => !inner(item);
  }
  if (cursor.accept('(')) {
    const inner = parseOr(cursor);
    cursor.expect(')');
    return inner;
  }
  const test = FUNCTIONS[cursor.peek() ?? ''];
  if (test && cursor.peek(1) === '(') {
    cursor.next();
    const operands = parseList(cursor, parseOperand);
    return (item) => test(operands.map((operand) => operand(item)));
  }
  return parseComparison(cursor);
}

function parseAnd(cursor: TokenCursor): Condition {
  const terms = [parsePrimary(cursor)];
  while (cursor.accept('AND')) terms.push(parsePrimary(cursor));
  return (item) => terms.every((term) => term(item));
}

function parseOr(cursor: TokenCursor): Condition {
  const terms = [parseAnd(cursor)];
  while (cursor.accept('OR')) terms.push(parseAnd(cursor));
  return (item) => terms.some((term) => term(item));
}

/** The condition as a function; always true when there is none. */
export function parseCondition(text: string | undefined, placeholders: ExpressionNames): Condition {
  if (text === undefined) return () => true;
  const cursor = new TokenCursor(text, placeholders);
  const condition = parseOr(cursor);
  cursor.expectEnd();
  return condition;
}
