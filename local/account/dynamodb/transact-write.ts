import type { TransactWriteItem, TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb';
import { ServiceError } from '../service-error.js';
import { validationException } from './attribute-value.js';
import type { TableStore } from './table-store.js';
import { commitWrite, type PreparedWrite, prepareWrite, type WriteInput } from './write-item.js';

const MAX_ITEMS = 100;

function prepareMember(
  store: TableStore,
  member: TransactWriteItem,
): { write: PreparedWrite; input: WriteInput } {
  if (member.Put) return { write: prepareWrite(store, 'put', member.Put), input: member.Put };
  if (member.Update)
    return { write: prepareWrite(store, 'update', member.Update), input: member.Update };
  if (member.Delete)
    return { write: prepareWrite(store, 'delete', member.Delete), input: member.Delete };
  if (member.ConditionCheck) {
    return {
      write: prepareWrite(store, 'check', member.ConditionCheck),
      input: member.ConditionCheck,
    };
  }
  throw validationException('TransactItems can only contain one of Check, Put, Update or Delete');
}

function checkMembers(writes: readonly PreparedWrite[]): void {
  if (writes.length > MAX_ITEMS) {
    throw validationException(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${MAX_ITEMS}`,
    );
  }
  const keys = new Set(writes.map(({ table, key }) => `${table.name}\u0000${key}`));
  if (keys.size < writes.length) {
    throw validationException('Transaction request cannot include multiple operations on one item');
  }
}

function cancellationReason({ write, input }: { write: PreparedWrite; input: WriteInput }) {
  if (write.holds) return { Code: 'None' };
  const withItem = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && write.before;
  return {
    Code: 'ConditionalCheckFailed',
    Message: 'The conditional request failed',
    ...(withItem ? { Item: write.before } : {}),
  };
}

export type IdempotentTransactions = Map<string, { readonly request: string; readonly at: number }>;

/** A token counts for ten minutes. */
const TOKEN_MS = 10 * 60_000;

/** All or nothing; the same ClientRequestToken with the same request has no second effect. */
export function transactWrite(
  store: TableStore,
  done: IdempotentTransactions,
  now: number,
  input: TransactWriteItemsCommandInput,
): object {
  const token = input.ClientRequestToken;
  const request = JSON.stringify(input.TransactItems);
  const earlier = token ? done.get(token) : undefined;
  if (earlier && now - earlier.at < TOKEN_MS) {
    if (earlier.request === request) return {};
    const text = 'The request does not match the earlier request with this ClientRequestToken';
    throw new ServiceError('IdempotentParameterMismatchException', text);
  }
  const members = (input.TransactItems ?? []).map((member) => prepareMember(store, member));
  checkMembers(members.map(({ write }) => write));
  if (members.some(({ write }) => !write.holds)) {
    const reasons = members.map(cancellationReason);
    const codes = reasons.map((reason) => reason.Code).join(', ');
    const text = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
    throw new ServiceError('TransactionCanceledException', text, {
      details: { CancellationReasons: reasons },
    });
  }
  for (const { write } of members) commitWrite(write);
  if (token) done.set(token, { request, at: now });
  return {};
}
