import { dynamoDb } from '../aws/dynamodb.js';
import { createDynamoStore } from '../ledger/dynamodb-store.js';
import { createPlanLedger, type PlanLedger } from '../ledger/plans.js';
import { ENV, requireEnv } from '../runtime/env.js';

let made: PlanLedger | undefined;

/** Plans of this installation. Apart from the ledger, because functions that deploy have nothing to do with them. */
export function plans(): PlanLedger {
  made ??= createPlanLedger(createDynamoStore(dynamoDb, requireEnv(ENV.table)));
  return made;
}
