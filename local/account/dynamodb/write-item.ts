import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ServiceError } from '../service-error.js';
import { type Item, measureItem, validationException } from './attribute-value.js';
import { parseCondition } from './condition-expression.js';
import { type ExpressionNames, readPlaceholders } from './expression-tokens.js';
import { checkKey, formatKey, pickKey, type Table, type TableStore } from './table-store.js';
import { parseUpdate } from './update-expression.js';

/** What PutItem, UpdateItem, DeleteItem and the members of a transaction have in common. */
export type WriteInput = {
  readonly TableName?: string | undefined;
  readonly Key?: Record<string, AttributeValue> | undefined;
  readonly Item?: Record<string, AttributeValue> | undefined;
  readonly UpdateExpression?: string | undefined;
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue> | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
};

export type WriteKind = 'put' | 'update' | 'delete' | 'check';

/** A write that has been checked against the table but not made. */
export type PreparedWrite = {
  readonly table: Table;
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly holds: boolean;
};

const afterWrite = (
  kind: WriteKind,
  input: WriteInput,
  before: Item | undefined,
  names: ExpressionNames,
) => {
  switch (kind) {
    case 'put':
      return input.Item;
    case 'delete':
      return undefined;
    case 'check':
      return before;
    case 'update':
      return parseUpdate(input.UpdateExpression, names)(before ?? input.Key ?? {});
  }
};

/** 400 KB. */
const MOST_BYTES = 409_600;

function checkSize(kind: WriteKind, item: Item | undefined): Item | undefined {
  if (!item || measureItem(item) <= MOST_BYTES) return item;
  throw validationException(
    kind === 'update'
      ? 'Item size to update has exceeded the maximum allowed size'
      : 'Item size has exceeded the maximum allowed size',
  );
}

export function prepareWrite(store: TableStore, kind: WriteKind, input: WriteInput): PreparedWrite {
  const table = store.get(input.TableName);
  if (kind !== 'put') checkKey(table, input.Key ?? {});
  const key = formatKey(table, (kind === 'put' ? input.Item : input.Key) ?? {});
  const before = table.items.get(key);
  const names = readPlaceholders(input);
  const holds = parseCondition(input.ConditionExpression, names)(before ?? {});
  return {
    table,
    key,
    before,
    holds,
    after: holds ? checkSize(kind, afterWrite(kind, input, before, names)) : before,
  };
}

export function commitWrite({ table, key, before, after }: PreparedWrite): void {
  if (after) table.items.set(key, after);
  else table.items.delete(key);
  const changed = after ?? before;
  if (!changed) return;
  const eventName = before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT';
  table.onChange?.({ eventName, keys: pickKey(table, changed) });
}

const pickChanged = (from: Item | undefined, other: Item | undefined): Item =>
  Object.fromEntries(
    Object.entries(from ?? {}).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(other?.[name]),
    ),
  );

function findReturned(
  { before, after }: PreparedWrite,
  returnValues: string | undefined,
): Item | undefined {
  switch (returnValues) {
    case 'ALL_OLD':
      return before;
    case 'ALL_NEW':
      return after;
    case 'UPDATED_OLD':
      return pickChanged(before, after);
    case 'UPDATED_NEW':
      return pickChanged(after, before);
    default:
      return undefined;
  }
}

/** One write with its condition; the answer of PutItem, UpdateItem and DeleteItem. */
export function writeItem(
  store: TableStore,
  kind: WriteKind,
  input: WriteInput & { readonly ReturnValues?: string | undefined },
): { readonly Attributes?: Item } {
  const write = prepareWrite(store, kind, input);
  if (!write.holds) {
    const withItem = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && write.before;
    const details = withItem ? { Item: write.before } : {};
    const text = 'The conditional request failed';
    throw new ServiceError('ConditionalCheckFailedException', text, { details });
  }
  commitWrite(write);
  const returned = findReturned(write, input.ReturnValues);
  return returned && Object.keys(returned).length > 0 ? { Attributes: returned } : {};
}
