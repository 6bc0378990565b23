import type { AttributeValue, QueryCommandInput, ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { type AttributePath, findAt, parsePath } from './attribute-path.js';
import { compareValues, type Item, validationException } from './attribute-value.js';
import { parseCondition } from './condition-expression.js';
import { type ExpressionNames, readPlaceholders, TokenCursor } from './expression-tokens.js';
import { formatKey, type KeySchema, pickKey, type Table, type TableStore } from './table-store.js';

/** DynamoDB stops a page after 1 MB of items read. */
const PAGE_BYTES = 1024 * 1024;

function place(
  target: Record<string, AttributeValue>,
  path: AttributePath,
  value: AttributeValue,
): void {
  const [name, ...rest] = path;
  if (typeof name !== 'string') return;
  if (rest.length === 0 || typeof rest[0] === 'number') {
    target[name] = rest.length === 0 ? value : { L: [...(target[name]?.L ?? []), value] };
    return;
  }
  const inner = { ...(target[name]?.M ?? {}) };
  place(inner, rest, value);
  target[name] = { M: inner };
}

/** The attributes that a ProjectionExpression names; the item itself when there is none. */
export function projectItem(item: Item, text: string | undefined, names: ExpressionNames): Item {
  if (text === undefined) return item;
  const cursor = new TokenCursor(text, names);
  const result: Record<string, AttributeValue> = {};
  do {
    const path = parsePath(cursor);
    const value = findAt(item, path);
    if (value) place(result, path, value);
  } while (cursor.accept(','));
  cursor.expectEnd();
  return result;
}

function findIndex(table: Table, name: string | undefined): KeySchema | undefined {
  if (name === undefined) return undefined;
  const index = table.indexes.get(name);
  if (index) return index;
  throw validationException(`The table does not have the specified index: ${name}`);
}

const compareKeys = (schema: KeySchema, table: Table) => (one: Item, other: Item) => {
  const [left, right] = [one[schema.sortKey ?? ''], other[schema.sortKey ?? '']];
  const order = left && right ? (compareValues(left, right) ?? 0) : 0;
  if (order !== 0) return order;
  return formatKey(table, one) < formatKey(table, other) ? -1 : 1;
};

/** Items are replaced, never changed. */
const sizes = new WeakMap<Item, number>();

function measureItem(item: Item): number {
  const size = sizes.get(item) ?? JSON.stringify(item).length;
  sizes.set(item, size);
  return size;
}

type ReadInput = QueryCommandInput & ScanCommandInput;

function cutPage(items: readonly Item[], limit: number | undefined): readonly Item[] {
  const page: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    if (page.length >= (limit ?? Number.POSITIVE_INFINITY) || bytes > PAGE_BYTES) break;
    page.push(item);
    bytes += measureItem(item);
  }
  return page;
}

/** Everything after the exclusive start key, in the order given. */
function skipTo(table: Table, items: readonly Item[], start: Item | undefined): readonly Item[] {
  if (!start) return items;
  const key = formatKey(table, start);
  return items.slice(items.findIndex((item) => formatKey(table, item) === key) + 1);
}

/** Query and Scan: key condition, order, page (Limit counts items read, before the filter), filter, projection. */
export function readItems(store: TableStore, input: ReadInput, isQuery: boolean) {
  const table = store.get(input.TableName);
  const index = findIndex(table, input.IndexName);
  const schema = index ?? table;
  const names = readPlaceholders(input);
  if (isQuery && input.KeyConditionExpression === undefined) {
    throw validationException(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const isWanted = parseCondition(isQuery ? input.KeyConditionExpression : undefined, names);
  const hasKeys = (item: Item): boolean =>
    item[schema.partitionKey] !== undefined &&
    (schema.sortKey === undefined || item[schema.sortKey] !== undefined);
  const all = [...table.items.values()].filter((item) => hasKeys(item) && isWanted(item));
  if (isQuery) all.sort(compareKeys(schema, table));
  if (isQuery && input.ScanIndexForward === false) all.reverse();
  const rest = skipTo(table, all, input.ExclusiveStartKey);
  const page = cutPage(rest, input.Limit);
  const passes = parseCondition(input.FilterExpression, names);
  const found = page.filter(passes);
  const last = page.at(-1);
  return {
    Count: found.length,
    ScannedCount: page.length,
    ...(input.Select === 'COUNT'
      ? {}
      : { Items: found.map((item) => projectItem(item, input.ProjectionExpression, names)) }),
    ...(last && page.length < rest.length ? { LastEvaluatedKey: pickKey(table, last, index) } : {}),
  };
}
