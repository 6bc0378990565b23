import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { TABLE } from '../../../../functions/support/ledger/store.js';

export type Server = {
  readonly client: DynamoDBDocumentClient;
  /** Makes an empty table and returns its name. */
  createTable(): Promise<string>;
  close(): Promise<void>;
};

/** A server of DynamoDB's own protocol in this process; undefined, with a word on the console, where none can be started. */
export async function startDynalite(): Promise<Server | undefined> {
  try {
    const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve());
    });
    const { port } = server.address() as AddressInfo;
    const base = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    });
    const client = DynamoDBDocumentClient.from(base, {
      marshallOptions: { removeUndefinedValues: true },
    });
    let tables = 0;
    return {
      client,
      async createTable() {
        tables += 1;
        const name = `ledger-${tables}`;
        await base.send(new CreateTableCommand({ TableName: name, ...DEFINITION }));
        await untilActive(base, name);
        return name;
      },
      close() {
        base.destroy();
        return new Promise((resolve) => server.close(() => resolve()));
      },
    };
  } catch (error) {
    process.stderr.write(
      `dynalite cannot be started here, its tests are skipped: ${String(error)}\n`,
    );
    return undefined;
  }
}

/** A new table takes a moment, even here. */
async function untilActive(client: DynamoDBClient, name: string): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  if (Table?.TableStatus !== 'ACTIVE') await untilActive(client, name);
}

const DEFINITION: Omit<CreateTableCommandInput, 'TableName'> = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    TABLE.partitionKey,
    TABLE.sortKey,
    TABLE.indexPartitionKey,
    TABLE.indexSortKey,
  ].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
  KeySchema: [
    { AttributeName: TABLE.partitionKey, KeyType: 'HASH' },
    { AttributeName: TABLE.sortKey, KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: TABLE.index,
      KeySchema: [
        { AttributeName: TABLE.indexPartitionKey, KeyType: 'HASH' },
        { AttributeName: TABLE.indexSortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};
