import type {
  BatchGetItemCommandInput,
  BatchWriteItemCommandInput,
  DeleteItemCommandInput,
  GetItemCommandInput,
  PutItemCommandInput,
  QueryCommandInput,
  ScanCommandInput,
  TransactGetItemsCommandInput,
  TransactWriteItemsCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { createHandler, refuseFields } from '../operations.js';
import type { OperationHandler } from '../simulated-account.js';
import type { World } from '../world.js';
import { type Item, validationException } from './attribute-value.js';
import { readPlaceholders } from './expression-tokens.js';
import { projectItem, readItems } from './read-items.js';
import { checkKey, formatKey, type TableStore } from './table-store.js';
import { type IdempotentTransactions, transactWrite } from './transact-write.js';
import { commitWrite, prepareWrite, writeItem } from './write-item.js';

type GetInput = Pick<
  GetItemCommandInput,
  'TableName' | 'Key' | 'ProjectionExpression' | 'ExpressionAttributeNames'
>;

/** The parameters before expressions existed. */
const LEGACY = [
  'Expected',
  'ConditionalOperator',
  'AttributeUpdates',
  'QueryFilter',
  'ScanFilter',
  'KeyConditions',
  'AttributesToGet',
];

const MAX_BATCH_WRITES = 25;

function getItem(store: TableStore, input: GetInput): Item | undefined {
  const table = store.get(input.TableName);
  checkKey(table, input.Key ?? {});
  const item = table.items.get(formatKey(table, input.Key ?? {}));
  return item && projectItem(item, input.ProjectionExpression, readPlaceholders(input));
}

function batchGet(store: TableStore, { RequestItems = {} }: BatchGetItemCommandInput) {
  const responses = Object.entries(RequestItems).map(([table, { Keys = [], ...rest }]) => [
    table,
    Keys.flatMap((Key) => {
      const item = getItem(store, { ...rest, TableName: table, Key });
      return item ? [item] : [];
    }),
  ]);
  return { Responses: Object.fromEntries(responses), UnprocessedKeys: {} };
}

function batchWrite(store: TableStore, { RequestItems = {} }: BatchWriteItemCommandInput) {
  const requests = Object.entries(RequestItems).flatMap(([TableName, list]) =>
    list.map((request) => ({ TableName, request })),
  );
  if (requests.length > MAX_BATCH_WRITES)
    throw validationException('Too many items requested for the BatchWriteItem call');
  for (const { TableName, request } of requests) {
    const { PutRequest, DeleteRequest } = request;
    const write = PutRequest
      ? prepareWrite(store, 'put', { TableName, Item: PutRequest.Item })
      : prepareWrite(store, 'delete', { TableName, Key: DeleteRequest?.Key });
    commitWrite(write);
  }
  return { UnprocessedItems: {} };
}

export function createDynamoDb(world: World, store: TableStore): OperationHandler {
  const transactions: IdempotentTransactions = new Map();
  const refuseLegacy = (operation: string, input: object): void =>
    refuseFields('DynamoDB', operation, input, LEGACY);
  return createHandler('DynamoDB', {
    GetItem: (input: GetItemCommandInput) => {
      refuseLegacy('GetItem', input);
      const item = getItem(store, input);
      return item ? { Item: item } : {};
    },
    PutItem: (input: PutItemCommandInput) => {
      refuseLegacy('PutItem', input);
      return writeItem(store, 'put', input);
    },
    UpdateItem: (input: UpdateItemCommandInput) => {
      refuseLegacy('UpdateItem', input);
      return writeItem(store, 'update', input);
    },
    DeleteItem: (input: DeleteItemCommandInput) => {
      refuseLegacy('DeleteItem', input);
      return writeItem(store, 'delete', input);
    },
    Query: (input: QueryCommandInput) => {
      refuseLegacy('Query', input);
      return readItems(store, input, true);
    },
    Scan: (input: ScanCommandInput) => {
      refuseLegacy('Scan', input);
      return readItems(store, input, false);
    },
    BatchGetItem: (input: BatchGetItemCommandInput) => batchGet(store, input),
    BatchWriteItem: (input: BatchWriteItemCommandInput) => batchWrite(store, input),
    TransactGetItems: ({ TransactItems = [] }: TransactGetItemsCommandInput) => ({
      Responses: TransactItems.map(({ Get }) => {
        const item = Get && getItem(store, Get);
        return item ? { Item: item } : {};
      }),
    }),
    TransactWriteItems: (input: TransactWriteItemsCommandInput) =>
      transactWrite(store, transactions, world.clock.now(), input),
  });
}
