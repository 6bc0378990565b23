import { dynamoDb } from '../aws/dynamodb.js';
import { ENV, requireEnv } from '../runtime/env.js';
import { createDynamoLedger, type Ledger } from './ledger.js';

let made: Ledger | undefined;

/** The ledger of this installation; made at the first call, because the table's name comes from the environment. */
export function ledger(): Ledger {
  made ??= createDynamoLedger(dynamoDb, requireEnv(ENV.table));
  return made;
}
