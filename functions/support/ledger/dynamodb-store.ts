import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { packBody, type StoredBody, unpackBody } from './packed-body.js';
import { type Item, type ItemQuery, type Store, TABLE } from './store.js';

/** The table in DynamoDB. */
export function createDynamoStore(client: DynamoDBDocumentClient, tableName: string): Store {
  const table = { TableName: tableName };
  return {
    async get({ pk, sk }) {
      const { Item: item } = await client.send(
        new GetCommand({ ...table, Key: { pk, sk }, ConsistentRead: true }),
      );
      return item === undefined ? undefined : readRow(item as Row);
    },
    put(item, replaces) {
      return isAccepted(
        client.send(new PutCommand({ ...table, Item: toRow(item), ...atVersion(replaces) })),
      );
    },
    async remove({ pk, sk }, version) {
      if (version === 0) return false;
      return isAccepted(
        client.send(new DeleteCommand({ ...table, Key: { pk, sk }, ...atVersion(version) })),
      );
    },
    async query(query) {
      const page = await client.send(new QueryCommand({ ...table, ...toQueryInput(query) }));
      return {
        items: ((page.Items ?? []) as Row[]).map(readRow),
        next: page.LastEvaluatedKey ? JSON.stringify(page.LastEvaluatedKey) : null,
      };
    },
  };
}

type Row = Omit<Item, 'body'> & { readonly body: StoredBody };

const toRow = (item: Item): Row => ({ ...item, body: packBody(item.body) });

const readRow = (row: Row): Item => ({ ...row, body: unpackBody(row.body) });

function atVersion(version: number) {
  if (version === 0) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': version },
  };
}

function toQueryInput(query: ItemQuery) {
  const [pk, sk] = query.index
    ? [TABLE.indexPartitionKey, TABLE.indexSortKey]
    : [TABLE.partitionKey, TABLE.sortKey];
  const prefix = query.prefix ?? '';
  return {
    KeyConditionExpression: prefix ? '#pk = :pk AND begins_with(#sk, :prefix)' : '#pk = :pk',
    ExpressionAttributeNames: prefix ? { '#pk': pk, '#sk': sk } : { '#pk': pk },
    ExpressionAttributeValues: prefix
      ? { ':pk': query.pk, ':prefix': prefix }
      : { ':pk': query.pk },
    ScanIndexForward: !query.newestFirst,
    // DynamoDB refuses consistent reads of an index.
    ...(query.index ? { IndexName: TABLE.index } : { ConsistentRead: true }),
    ...(query.limit ? { Limit: query.limit } : {}),
    ...(query.after
      ? { ExclusiveStartKey: JSON.parse(query.after) as Record<string, string> }
      : {}),
  };
}

async function isAccepted(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
