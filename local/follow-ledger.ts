import { ANNOUNCED_KEYS, type FunctionName } from '../functions/support/runtime/triggers.js';
import type { TableChange } from './account/dynamodb/table-store.js';
import type { Clock } from './clock.js';

/** DynamoDB's stream is read four times a second. */
const LATENCY_MS = 250;
/** Lambda repeats a record that failed, later and later; here a few times, then it is dropped. */
const RETRY_MS = [1000, 5000, 30_000];

type Change = { readonly keys: { readonly sk?: { readonly S?: string } } };

/** The event source between the ledger's stream and `announce`, with the filter that infra gives it. */
export function followLedger(
  clock: Clock,
  invoke: (name: FunctionName, event: unknown) => Promise<unknown>,
): { readonly onChange: (change: TableChange) => void; stop(): void } {
  let isStopped = false;
  let sequence = 0;
  const deliver = (record: object, retries: readonly number[]): void => {
    if (isStopped) return;
    const failed = (): void => {
      const [delay, ...left] = retries;
      if (delay !== undefined) clock.after(delay, () => deliver(record, left));
    };
    const told = invoke('announce', { Records: [record] }).then((answer) => {
      const { batchItemFailures } = answer as { readonly batchItemFailures: readonly unknown[] };
      if (batchItemFailures.length > 0) failed();
    }, failed);
    void clock.track(told);
  };
  return {
    onChange: ({ eventName, keys }) => {
      const sortKey = (keys as Change['keys']).sk?.S ?? '';
      if (eventName !== 'INSERT' || !ANNOUNCED_KEYS.some((prefix) => sortKey.startsWith(prefix)))
        return;
      sequence += 1;
      const record = { eventName, dynamodb: { Keys: keys, SequenceNumber: String(sequence) } };
      clock.after(LATENCY_MS, () => deliver(record, RETRY_MS));
    },
    stop: () => {
      isStopped = true;
    },
  };
}
