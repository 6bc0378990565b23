import { createDynamoStore } from '../../../../functions/support/ledger/dynamodb-store.js';
import { createSlotLedger, type SlotLedger } from '../../../../functions/support/ledger/slots.js';
import type { Store } from '../../../../functions/support/ledger/store.js';
import { createMemoryStore } from '../../../support/memory-store.js';
import { type Server, startDynalite } from './dynalite.js';

jest.setTimeout(120_000);

let server: Server | undefined;

beforeAll(async () => {
  server = await startDynalite();
});

afterAll(async () => {
  await server?.close();
});

const STORES: readonly (readonly [string, () => Promise<Store | undefined>])[] = [
  ['in memory', async () => createMemoryStore()],
  [
    'in DynamoDB',
    async () => server && createDynamoStore(server.client, await server.createTable()),
  ],
];

describe.each(STORES)('slots %s', (_, createStore) => {
  const withSlots = (name: string, run: (slots: SlotLedger) => Promise<void>): void =>
    test(name, async () => {
      const store = await createStore();
      if (store) await run(createSlotLedger(store));
    });

  const owner = (n: number) => ({ deploymentId: `d-${n % 4}`, step: `deploy/workload/w${n}` });

  withSlots('thirty who want one at once get as many as there are', async (slots) => {
    const wanted = Array.from({ length: 30 }, (_, n) => owner(n));
    const taken = await Promise.all(wanted.map((one) => slots.take('here', one, 8, 1000)));
    expect(taken.filter((isTaken) => isTaken)).toHaveLength(8);
    const has = await slots.list('here');
    expect(has).toHaveLength(8);
    expect(has).toEqual(expect.arrayContaining(wanted.filter((_, n) => taken[n])));
  });

  withSlots('who has one has it however often they ask', async (slots) => {
    expect(await slots.take('here', owner(1), 1, 1000)).toBe(true);
    expect(await slots.take('here', owner(1), 1, 1000)).toBe(true);
    expect(await slots.take('here', owner(2), 1, 1000)).toBe(false);
    expect(await slots.take('elsewhere', owner(2), 1, 1000)).toBe(true);
    expect(await slots.list('here')).toEqual([owner(1)]);
  });

  withSlots('one is freed, or all of a deployment', async (slots) => {
    for (const n of [1, 2, 5]) await slots.take('here', owner(n), 3, 1000);
    expect(await slots.free('here', owner(2))).toBe(true);
    expect(await slots.free('here', owner(2))).toBe(false);
    expect(await slots.take('here', owner(3), 3, 1000)).toBe(true);
    expect(await slots.free('here', { deploymentId: 'd-1' })).toBe(true);
    expect(await slots.list('here')).toEqual([owner(3)]);
  });

  withSlots('a lower limit is kept as those who have one free theirs', async (slots) => {
    for (const n of [1, 2, 3]) await slots.take('here', owner(n), 3, 1000);
    expect(await slots.take('here', owner(4), 2, 1000)).toBe(false);
    await slots.free('here', owner(1));
    expect(await slots.take('here', owner(4), 2, 1000)).toBe(false);
    await slots.free('here', owner(2));
    expect(await slots.take('here', owner(4), 2, 1000)).toBe(true);
  });
});
