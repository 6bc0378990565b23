import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TABLE } from '../../../../functions/support/ledger/store.js';
import { createAccount } from '../../../../local/account/create-account.js';
import { attach } from '../../../../local/account/sdk/attach.js';
import { VirtualClock } from '../../../../local/clock.js';

/** A client of a simulated account with an empty table: what the embedded runtime gives the functions. */
export function createSimulatedClient(tableName: string): DynamoDBDocumentClient {
  const account = createAccount({ clock: new VirtualClock(), random: () => 0.5 });
  account.setup.table({
    name: tableName,
    partitionKey: TABLE.partitionKey,
    sortKey: TABLE.sortKey,
    indexes: [
      { name: TABLE.index, partitionKey: TABLE.indexPartitionKey, sortKey: TABLE.indexSortKey },
    ],
  });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: account.region }), {
    marshallOptions: { removeUndefinedValues: true },
  });
  attach(client, account);
  return client;
}
