import { parseCondition } from '../../../../local/account/dynamodb/condition-expression.js';
import { parseUpdate } from '../../../../local/account/dynamodb/update-expression.js';

const item = {
  n: { N: '5' },
  s: { S: 'hello' },
  list: { L: [{ N: '1' }, { M: { deep: { S: 'x' } } }] },
  map: { M: { a: { S: 'b' }, 'odd.name': { N: '1' } } },
  tags: { SS: ['red', 'blue'] },
  flag: { BOOL: true },
};
const names = { '#m': 'map', '#o': 'odd.name' };
const values = {
  ':five': { N: '5.0' },
  ':six': { N: '6' },
  ':he': { S: 'he' },
  ':hello': { S: 'hello' },
  ':red': { S: 'red' },
  ':one': { N: '1' },
  ':x': { S: 'x' },
  ':true': { BOOL: true },
  ':S': { S: 'S' },
};

describe('parseCondition', () => {
  test.each([
    ['n = :five', true],
    ['n <> :five', false],
    ['n < :six AND n > :one', true],
    ['n BETWEEN :one AND :six', true],
    ['n IN (:one, :six)', false],
    ['n IN (:one, :five)', true],
    ['begins_with(s, :he)', true],
    ['contains(s, :he)', true],
    ['contains(tags, :red)', true],
    ['size(s) = :five', true],
    ['size(list) < :five', true],
    ['list[0] = :one', true],
    ['list[1].deep = :x', true],
    ['#m.#o = :one', true],
    ['attribute_exists(map.a) AND attribute_not_exists(map.b)', true],
    ['attribute_type(s, :S)', true],
    ['NOT (n = :six OR flag = :true)', false],
    ['missing = :one', false],
    ['missing <> :one', true],
    ['n = :six OR s = :hello AND flag = :true', true],
    ['(n = :six OR s = :hello) AND NOT flag = :true', false],
    ['s > :one', false],
  ])('%s is %p', (text, expected) => {
    expect(parseCondition(text, { names, values })(item)).toBe(expected);
  });

  test.each([
    ['n = ', 'unexpected end'],
    ['n = :five extra', 'unexpected "extra"'],
    ['n = :nope', 'attribute value: :nope'],
    ['#nope = :five', 'attribute name: #nope'],
    ['n ~ :five', 'syntax error'],
  ])('%s is refused', (text, message) => {
    expect(() => parseCondition(text, { names, values })).toThrow(message);
  });
});

describe('parseUpdate', () => {
  const update = (text: string) => parseUpdate(text, { names, values })(item);

  test.each([
    ['SET n = n + :one', { n: { N: '6' } }],
    ['SET n = n - :six', { n: { N: '-1' } }],
    ['SET fresh = if_not_exists(fresh, :one)', { fresh: { N: '1' } }],
    ['SET n = if_not_exists(n, :one)', { n: { N: '5' } }],
    ['SET #m.a = :x', { map: { M: { a: { S: 'x' }, 'odd.name': { N: '1' } } } }],
    ['SET list[7] = :one', { list: { L: [...item.list.L, { N: '1' }] } }],
    ['SET list = list_append(list, list)', { list: { L: [...item.list.L, ...item.list.L] } }],
    ['ADD n :six', { n: { N: '11' } }],
    ['ADD fresh :six', { fresh: { N: '6' } }],
    ['REMOVE list[0]', { list: { L: [item.list.L[1]] } }],
    ['SET s = n, n = s', { s: { N: '5' }, n: { S: 'hello' } }],
  ])('%s', (text, changed) => {
    expect(update(text)).toEqual({ ...item, ...changed });
  });

  test('several sections at once; a removed attribute is gone', () => {
    const after = update('SET n = :one REMOVE s, flag ADD count2 :one');
    expect(after).toEqual({
      n: { N: '1' },
      list: item.list,
      map: item.map,
      tags: item.tags,
      count2: { N: '1' },
    });
  });

  test.each([
    ['SET a = missing', 'does not exist in the item'],
    ['SET a.b = :one', 'document path'],
    ['SET n = s + :one', 'incorrect data type'],
    ['PUT n = :one', 'expected SET, REMOVE, ADD or DELETE'],
  ])('%s is refused', (text, message) => {
    expect(() => update(text)).toThrow(message);
  });
});
