import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { LeaseTable } from '../../core/lease/lease-table.js';
import type { Installation } from './installation.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Lets every call of AWS take a few turns of chance before it takes effect, so that functions that run at the same time
 * interleave anew with each seed, and keeps each state of the leases that was stored. The returned function gives them
 * by environment, oldest first.
 */
export function watchLeases(
  { account }: Installation,
  random: () => number,
): () => ReadonlyMap<string, readonly LeaseTable[]> {
  const states = new Map<string, LeaseTable[]>();
  const { handle } = account;
  Object.assign(account, {
    handle: async (...call: Parameters<typeof handle>) => {
      for (let left = Math.floor(random() * 4); left > 0; left -= 1) await turn();
      const output = await handle(...call);
      const [, operation, input] = call;
      if (operation === 'PutItem') keep(states, input as { readonly Item: Item });
      return output;
    },
  });
  return () => states;
}

type Item = { readonly [field: string]: AttributeValue };

function keep(states: Map<string, LeaseTable[]>, { Item }: { readonly Item: Item }): void {
  const { pk, sk, body } = read({ M: Item }) as { pk: string; sk: string; body: unknown };
  if (sk !== 'leases') return;
  const { table } = body as { readonly table: LeaseTable };
  states.set(pk, [...(states.get(pk) ?? []), table]);
}

/** What the document client has made attribute values of. */
function read(value: AttributeValue): unknown {
  if (value.M)
    return Object.fromEntries(Object.entries(value.M).map(([field, one]) => [field, read(one)]));
  if (value.L) return value.L.map(read);
  if (value.N !== undefined) return Number(value.N);
  return value.S ?? value.BOOL ?? null;
}
