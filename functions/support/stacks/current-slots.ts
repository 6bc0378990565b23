import { dynamoDb } from '../aws/dynamodb.js';
import { createDynamoStore } from '../ledger/dynamodb-store.js';
import { createSlotLedger, type SlotLedger } from '../ledger/slots.js';
import { ENV, requireEnv } from '../runtime/env.js';

let made: SlotLedger | undefined;

/** Places for stack operations of this installation. Apart from the ledger, because the API has nothing to do with them. */
export function slots(): SlotLedger {
  made ??= createSlotLedger(createDynamoStore(dynamoDb, requireEnv(ENV.table)));
  return made;
}
