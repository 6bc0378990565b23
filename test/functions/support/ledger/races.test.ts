import fc from 'fast-check';
import { createLedger } from '../../../../functions/support/ledger/ledger.js';
import type { Store } from '../../../../functions/support/ledger/store.js';
import { createMemoryStore } from '../../../support/memory-store.js';
import { aDeployment, aLeaseRequest, PROD } from './records.js';

/** A store whose calls are answered in whatever order the scheduler of fast-check finds worth trying. */
function scheduledStore(scheduler: fc.Scheduler): Store {
  const store = createMemoryStore();
  return {
    get: scheduler.scheduleFunction(store.get),
    put: scheduler.scheduleFunction(store.put),
    remove: scheduler.scheduleFunction(store.remove),
    query: scheduler.scheduleFunction(store.query),
  };
}

test('whatever the order of reads and writes, a lease is held once and handed on once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { leases } = createLedger(scheduledStore(scheduler));
      let holding = 0;
      const epochs: number[] = [];
      const work = async (n: number): Promise<void> => {
        const outcome = await leases.acquire(PROD, aLeaseRequest(n));
        if (outcome.kind !== 'granted') return;
        holding += 1;
        expect(holding).toBe(1);
        epochs.push(outcome.epoch);
        await leases.acquire(PROD, aLeaseRequest(n));
        holding -= 1;
        const freed = await leases.release(PROD, {
          holder: `arn:execution:${n}`,
          epoch: outcome.epoch,
          at: 2,
        });
        if (freed.kind === 'freed') {
          await Promise.all(freed.granted.map((next) => work(Number(next.deploymentId.slice(2)))));
        }
      };
      await scheduler.waitFor(Promise.all([0, 1, 2, 3].map(work)));
      expect(new Set(epochs).size).toBe(epochs.length);
    }),
    { numRuns: 60 },
  );
});

test('whatever the order, exactly one verdict is written, and a raised epoch shuts the stale holder out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { deployments } = createLedger(scheduledStore(scheduler));
      await scheduler.waitFor(deployments.create(aDeployment(), 'key'));
      const outcomes = await scheduler.waitFor(
        Promise.all([
          deployments.setVerdict('d-1', 1, 'SUCCEEDED', 10),
          deployments.setVerdict('d-1', 1, 'FAILED_DIRTY', 11),
          deployments.raiseEpoch('d-1', 2),
          deployments.setVerdict('d-1', 2, 'FAILED_CLEAN', 12),
        ]),
      );
      const final = await scheduler.waitFor(deployments.find('d-1'));
      const verdicts = [outcomes[0], outcomes[1], outcomes[3]];
      expect(verdicts.filter((one) => one?.kind === 'written')).toHaveLength(1);
      expect(final?.verdict).not.toBeNull();
      const late = await scheduler.waitFor(deployments.patch('d-1', 1, { late: true }));
      expect(late).toEqual({ kind: 'stale', epoch: 2 });
    }),
    { numRuns: 60 },
  );
});

test('whatever the order, either a cancel is heard or the verdict was there before it', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { deployments } = createLedger(scheduledStore(scheduler));
      await scheduler.waitFor(deployments.create(aDeployment(), 'key'));
      const [cancel, verdict] = await scheduler.waitFor(
        Promise.all([
          deployments.patch('d-1', 0, { cancelled: { at: 1 } }),
          deployments.setVerdict('d-1', 0, 'SUCCEEDED', 10, {}, 'cancelled'),
        ]),
      );
      seen.add(`${cancel.kind}, ${verdict.kind}`);
    }),
    { numRuns: 60 },
  );
  expect([...seen].toSorted()).toEqual(['ended, written', 'written, prevented']);
});

test('whatever the order, one key makes one deployment, even when the first caller dies half-way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.nat({ max: 6 }), async (scheduler, calls) => {
      const store = scheduledStore(scheduler);
      let left = calls;
      const dying: Store = {
        ...store,
        get: (key) => (left-- > 0 ? store.get(key) : Promise.reject(new Error('killed'))),
        put: (item, replaces) =>
          left-- > 0 ? store.put(item, replaces) : Promise.reject(new Error('killed')),
      };
      const first = createLedger(dying)
        .deployments.create(aDeployment(), 'key')
        .catch(() => undefined);
      const second = createLedger(store).deployments.create(
        aDeployment({ deploymentId: 'd-2' }),
        'key',
      );
      const [, outcome] = await scheduler.waitFor(Promise.all([first, second]));
      const { deployments } = createLedger(store);
      const found = await scheduler.waitFor(
        Promise.all(['d-1', 'd-2'].map((id) => deployments.find(id))),
      );
      const existing = found.filter((one) => one !== undefined);
      expect(existing).toHaveLength(1);
      expect(outcome).toMatchObject({ deployment: { deploymentId: existing[0]?.deploymentId } });
    }),
    { numRuns: 60 },
  );
});
