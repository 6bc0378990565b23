import {
  createDynamoLedger,
  createLedger,
  type Ledger,
} from '../../../../functions/support/ledger/ledger.js';
import { createMemoryStore } from '../../../support/memory-store.js';
import { IS_THOROUGH } from '../../../support/thorough.js';
import { type Server, startDynalite } from './dynalite.js';
import {
  aDeployment,
  aGuard,
  aLeaseRequest,
  anApproval,
  anEntry,
  aRelease,
  aWait,
  PROD,
} from './records.js';
import { createSimulatedClient } from './simulated-client.js';

// Dozens of writers on one item are a thousand calls to a server that shares this process.
jest.setTimeout(120_000);

/** Each tries again whenever another was first: thousands of calls. */
const CROWD = IS_THOROUGH ? 50 : 20;

let server: Server | undefined;

beforeAll(async () => {
  server = await startDynalite();
});

afterAll(async () => {
  await server?.close();
});

const IMPLEMENTATIONS: readonly (readonly [string, () => Promise<Ledger | undefined>])[] = [
  ['in memory', async () => createLedger(createMemoryStore())],
  [
    'in the simulated account',
    async () => createDynamoLedger(createSimulatedClient('ledger'), 'ledger'),
  ],
  [
    'in DynamoDB',
    async () => server && createDynamoLedger(server.client, await server.createTable()),
  ],
];

describe.each(IMPLEMENTATIONS)('the ledger %s', (_, makeLedger) => {
  /** A test with a fresh ledger. Where no server could be started there is nothing to test; startDynalite says so. */
  const withLedger = (name: string, run: (ledger: Ledger) => Promise<void>): void =>
    test(name, async () => {
      const ledger = await makeLedger();
      if (ledger) await run(ledger);
    });

  describe('deployments', () => {
    withLedger(
      'those that were made are listed until somebody says that they have ended',
      async ({ deployments }) => {
        await deployments.create(aDeployment(), 'key-1');
        await deployments.create(aDeployment(), 'key-1');
        await deployments.create(aDeployment({ deploymentId: 'd-2' }), 'key-2');
        const { createdAt } = aDeployment();
        expect(await deployments.listOpen()).toEqual([
          { deploymentId: 'd-1', createdAt },
          { deploymentId: 'd-2', createdAt },
        ]);
        await deployments.setVerdict('d-1', 0, 'SUCCEEDED', 1);
        expect(await deployments.listOpen()).toHaveLength(2);
        await deployments.close('d-1');
        await deployments.close('d-1');
        await deployments.create(aDeployment(), 'key-1');
        expect(await deployments.listOpen()).toEqual([{ deploymentId: 'd-2', createdAt }]);
      },
    );

    withLedger(
      'of hundreds of workloads have more to say than an item holds',
      async ({ deployments }) => {
        const plan = Array.from({ length: 2_000 }, (_unused, index) => ({
          name: `workload-${index}`,
          stackName: `shop-prod-workload-${index}`,
          predecessors: [`workload-${index - 1}`, `workload-${index - 2}`],
          action: 'update',
          words: 'Grüße ☕',
        }));
        expect(JSON.stringify(plan).length).toBeGreaterThan(250_000);
        await deployments.create(aDeployment(), 'key-1');
        await deployments.patch('d-1', 0, { plan });
        await deployments.patch('d-1', 0, { before: plan });
        const found = await deployments.find('d-1');
        expect(found?.details).toEqual({ plan, before: plan });
        expect((await deployments.list(PROD)).deployments).toEqual([found]);
      },
    );

    withLedger('one idempotency key makes one deployment', async ({ deployments }) => {
      const first = await deployments.create(aDeployment(), 'key-1');
      const second = await deployments.create(aDeployment({ deploymentId: 'd-2' }), 'key-1');
      expect(first).toMatchObject({
        kind: 'created',
        deployment: { deploymentId: 'd-1', epoch: 0, verdict: null },
      });
      expect(second).toEqual({
        kind: 'existing',
        deployment: first.kind === 'created' && first.deployment,
      });
      expect(await deployments.find('d-2')).toBeUndefined();
    });

    withLedger('the same call again is still the creation', async ({ deployments }) => {
      await deployments.create(aDeployment(), 'key-1');
      expect((await deployments.create(aDeployment(), 'key-1')).kind).toBe('created');
    });

    withLedger('a key that was used for another request is a conflict', async ({ deployments }) => {
      await deployments.create(aDeployment(), 'key-1');
      expect(await deployments.findRequest('key-1')).toMatchObject({ deploymentId: 'd-1' });
      expect(await deployments.findRequest('key-2')).toBeUndefined();
      const other = aDeployment({ deploymentId: 'd-2', requestHash: 'hash-2' });
      expect(await deployments.create(other, 'key-1')).toEqual({
        kind: 'conflict',
        deploymentId: 'd-1',
      });
    });

    withLedger(
      'fifty at once with one key: one deployment, and all are told the same',
      async ({ deployments }) => {
        const outcomes = await Promise.all(
          Array.from({ length: 50 }, (_, n) =>
            deployments.create(aDeployment({ deploymentId: `d-${n}` }), 'key-1'),
          ),
        );
        expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1);
        expect(
          new Set(outcomes.map((one) => one.kind !== 'conflict' && one.deployment.deploymentId))
            .size,
        ).toBe(1);
      },
    );

    withLedger('newest first, page by page, of one environment only', async ({ deployments }) => {
      for (const n of [1, 2, 3]) {
        await deployments.create(
          aDeployment({ deploymentId: `d-${n}`, createdAt: n * 1000 }),
          `key-${n}`,
        );
      }
      await deployments.create(aDeployment({ deploymentId: 'd-4', environment: 'test' }), 'key-4');
      const first = await deployments.list({ ...PROD, limit: 2 });
      expect(first.deployments.map((one) => one.deploymentId)).toEqual(['d-3', 'd-2']);
      const second = await deployments.list({ ...PROD, limit: 2, after: first.next ?? '' });
      expect(second.deployments.map((one) => one.deploymentId)).toEqual(['d-1']);
      expect(second.next).toBeNull();
    });

    withLedger('details are set topic by topic', async ({ deployments }) => {
      await deployments.create(aDeployment(), 'key-1');
      await deployments.patch('d-1', 0, { plan: [1, 2], baseline: { ok: true } });
      const patched = await deployments.patch('d-1', 0, { plan: null });
      expect(patched).toMatchObject({
        kind: 'written',
        deployment: { details: { plan: null, baseline: { ok: true } } },
      });
      expect(await deployments.find('d-1')).toEqual(
        patched.kind === 'written' && patched.deployment,
      );
    });

    withLedger('a stale holder writes nothing', async ({ deployments }) => {
      await deployments.create(aDeployment(), 'key-1');
      await deployments.raiseEpoch('d-1', 7);
      const stale = { kind: 'stale', epoch: 7 };
      expect(await deployments.patch('d-1', 6, { plan: 1 })).toEqual(stale);
      expect(await deployments.setVerdict('d-1', 6, 'SUCCEEDED', 5000)).toEqual(stale);
      expect(await deployments.raiseEpoch('d-1', 6)).toEqual(stale);
      expect(await deployments.find('d-1')).toMatchObject({ epoch: 7, verdict: null, details: {} });
    });

    withLedger('of many who give a verdict one is heard', async ({ deployments }) => {
      await deployments.create(aDeployment(), 'key-1');
      const verdicts = ['SUCCEEDED', 'ROLLED_BACK', 'FAILED_CLEAN', 'FAILED_DIRTY'] as const;
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          deployments.setVerdict('d-1', 0, verdicts[n % 4] ?? 'CANCELLED', 5000 + n, { by: n }),
        ),
      );
      const written = outcomes.filter(({ kind }) => kind === 'written');
      expect(written).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'already')).toHaveLength(19);
      expect(await deployments.find('d-1')).toEqual(
        written[0]?.kind === 'written' && written[0].deployment,
      );
    });

    withLedger('a deployment is rolled back by one only', async ({ deployments }) => {
      await deployments.create(aDeployment(), 'key-1');
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, n) => deployments.claimRollback('d-1', `rollback-${n}`)),
      );
      const by = (await deployments.find('d-1'))?.rolledBackBy;
      expect(outcomes.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
      expect(outcomes.filter((one) => one.kind === 'already' && one.by === by)).toHaveLength(9);
      expect(await deployments.claimRollback('d-1', by ?? '')).toEqual({ kind: 'claimed' });
      expect(await deployments.claimRollback('d-1', 'other', 'none')).toMatchObject({
        kind: 'already',
      });
      expect(await deployments.claimRollback('d-1', 'other', by ?? '')).toEqual({
        kind: 'claimed',
      });
      expect((await deployments.find('d-1'))?.rolledBackBy).toBe('other');
    });

    withLedger('what does not exist is said to be missing', async ({ deployments }) => {
      const missing = { kind: 'missing' };
      expect(await deployments.find('d-9')).toBeUndefined();
      expect(await deployments.patch('d-9', 1, {})).toEqual(missing);
      expect(await deployments.setVerdict('d-9', 1, 'CANCELLED', 1)).toEqual(missing);
      expect(await deployments.claimRollback('d-9', 'x')).toEqual(missing);
    });
  });

  describe('timeline', () => {
    withLedger(
      'is read in order, whatever the order of writing, and an entry counts once',
      async ({ timeline }) => {
        await timeline.append('d-1', anEntry('c', 30));
        await timeline.append('d-1', anEntry('a', 10, { step: 'deploy/api', data: { n: 1 } }));
        await timeline.append('d-1', anEntry('z', 20, { order: 1 }));
        await timeline.append('d-1', anEntry('b', 20, { order: 2 }));
        await timeline.append('d-1', anEntry('a', 99, { message: 'again, later' }));
        await timeline.append('d-2', anEntry('x', 1));
        const entries = await timeline.list('d-1');
        expect(entries.map((entry) => entry.entryId)).toEqual(['a', 'z', 'b', 'c']);
        expect(entries[0]).toEqual(anEntry('a', 10, { step: 'deploy/api', data: { n: 1 } }));
      },
    );
  });

  describe('steps', () => {
    withLedger('a step is made, changed and listed', async ({ deployments, steps }) => {
      await deployments.create(aDeployment(), 'key-1');
      await steps.upsert('d-1', 'deploy/web', 1, {
        kind: 'workload',
        predecessors: ['deploy/api'],
      });
      await steps.upsert('d-1', 'deploy/api', 1, { kind: 'workload' });
      await steps.upsert('d-1', 'deploy/web', 1, {
        status: 'running',
        startedAt: 5,
        details: { a: 1 },
      });
      await steps.upsert('d-1', 'deploy/web', 1, { details: { b: 2 } });
      expect((await steps.list('d-1')).map((step) => step.name)).toEqual([
        'deploy/api',
        'deploy/web',
      ]);
      expect(await steps.find('d-1', 'deploy/web')).toEqual({
        name: 'deploy/web',
        kind: 'workload',
        status: 'running',
        epoch: 1,
        startedAt: 5,
        endedAt: null,
        predecessors: ['deploy/api'],
        successors: [],
        details: { a: 1, b: 2 },
      });
    });

    withLedger(
      'a step that has ended is not opened again by a function that runs twice',
      async ({ deployments, steps }) => {
        await deployments.create(aDeployment(), 'key-1');
        await steps.upsert('d-1', 's', 1, { status: 'done', startedAt: 5, endedAt: 9 });
        await steps.upsert('d-1', 's', 1, {
          status: 'running',
          startedAt: 20,
          details: { late: true },
        });
        expect(await steps.find('d-1', 's')).toMatchObject({
          status: 'done',
          startedAt: 5,
          endedAt: 9,
          details: { late: true },
        });
        await steps.upsert('d-1', 's', 2, { status: 'running', endedAt: null });
        expect(await steps.find('d-1', 's')).toMatchObject({
          status: 'running',
          endedAt: null,
          epoch: 2,
        });
      },
    );

    withLedger('a stale holder changes no step', async ({ deployments, steps }) => {
      await deployments.create(aDeployment(), 'key-1');
      await steps.upsert('d-1', 's', 3, { status: 'running' });
      expect(await steps.upsert('d-1', 's', 2, { status: 'failed' })).toEqual({
        kind: 'stale',
        epoch: 3,
      });
      await deployments.raiseEpoch('d-1', 5);
      expect(await steps.upsert('d-1', 'new', 4, {})).toEqual({ kind: 'stale', epoch: 5 });
      expect(await steps.upsert('d-9', 's', 1, {})).toEqual({ kind: 'missing' });
    });

    withLedger('what many write at once is all there', async ({ deployments, steps }) => {
      await deployments.create(aDeployment(), 'key-1');
      await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          steps.upsert('d-1', 's', 1, { details: { [`topic${n}`]: n } }),
        ),
      );
      expect(Object.keys((await steps.find('d-1', 's'))?.details ?? {})).toHaveLength(20);
    });
  });

  describe('leases', () => {
    withLedger(
      'is granted, queued, handed on, and active as long as somebody has or wants it',
      async ({ leases }) => {
        expect(await leases.acquire(PROD, aLeaseRequest(1))).toMatchObject({
          kind: 'granted',
          epoch: 1,
        });
        expect(await leases.acquire(PROD, aLeaseRequest(2))).toMatchObject({
          kind: 'queued',
          position: 1,
        });
        expect(
          (await leases.listActive()).map(({ application, environment }) => [
            application,
            environment,
          ]),
        ).toEqual([['shop', 'prod']]);
        const freed = await leases.release(PROD, { holder: 'arn:execution:1', epoch: 1, at: 2000 });
        expect(freed).toMatchObject({
          kind: 'freed',
          granted: [{ deploymentId: 'd-2', epoch: 2, since: 2000 }],
        });
        expect(await leases.acquire(PROD, aLeaseRequest(2))).toMatchObject({
          kind: 'granted',
          epoch: 2,
        });
        await leases.release(PROD, { holder: 'arn:execution:2', epoch: 2, at: 3000 });
        expect(await leases.listActive()).toEqual([]);
        expect(await leases.acquire(PROD, aLeaseRequest(3))).toMatchObject({
          kind: 'granted',
          epoch: 3,
        });
      },
    );

    withLedger('only who holds it under that epoch can free it', async ({ leases }) => {
      await leases.acquire(PROD, aLeaseRequest(1));
      const notHeld = { kind: 'not-held' };
      expect(await leases.release(PROD, { holder: 'arn:execution:1', epoch: 2, at: 1 })).toEqual(
        notHeld,
      );
      expect(await leases.steal(PROD, { holder: 'arn:execution:2', epoch: 1, at: 1 })).toEqual(
        notHeld,
      );
      expect(await leases.withdraw(PROD, { deploymentId: 'd-1', at: 1 })).toEqual(notHeld);
      expect((await leases.find(PROD)).holders).toHaveLength(1);
    });

    withLedger(
      'many at once: one holds it, the others stand in line, each place once',
      async ({ leases }) => {
        const outcomes = await Promise.all(
          Array.from({ length: CROWD }, (_, n) => leases.acquire(PROD, aLeaseRequest(n))),
        );
        expect(outcomes.filter(({ kind }) => kind === 'granted')).toHaveLength(1);
        const { holders, queue, epoch } = await leases.find(PROD);
        expect([holders.length, queue.length, epoch]).toEqual([1, CROWD - 1, 1]);
        const places = outcomes.flatMap((one) => (one.kind === 'queued' ? one.position : []));
        expect(places.sort((a, b) => a - b)).toEqual(
          Array.from({ length: CROWD - 1 }, (_, n) => n + 1),
        );
      },
    );

    withLedger('of many thieves one takes it from the dead', async ({ leases }) => {
      await leases.acquire(PROD, aLeaseRequest(1));
      await leases.acquire(PROD, aLeaseRequest(2));
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () =>
          leases.steal(PROD, { holder: 'arn:execution:1', epoch: 1, at: 5 }),
        ),
      );
      expect(outcomes.filter(({ kind }) => kind === 'freed')).toHaveLength(1);
      expect((await leases.find(PROD)).holders).toMatchObject([{ deploymentId: 'd-2', epoch: 2 }]);
    });

    withLedger(
      'held and handed on by a dozen at once, it is never held twice under one epoch',
      async ({ leases }) => {
        const granted: number[] = [];
        const work = async (n: number): Promise<void> => {
          const key = { holder: `arn:execution:${n}`, at: 1 };
          for (;;) {
            const outcome = await leases.acquire(PROD, aLeaseRequest(n));
            if (outcome.kind !== 'granted') continue;
            granted.push(outcome.epoch);
            await leases.release(PROD, { ...key, epoch: outcome.epoch });
            return;
          }
        };
        await Promise.all(Array.from({ length: 12 }, (_, n) => work(n)));
        expect(granted.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
      },
    );
  });

  describe('waits', () => {
    withLedger('are found by subject, by deployment, and all of them', async ({ waits }) => {
      await waits.put(aWait());
      await waits.put(aWait({ token: 'token-2', deploymentId: 'd-2', registeredAt: 500 }));
      await waits.put(aWait({ subject: 'alarm/x', token: 'token-3', until: 9000 }));
      await waits.put(aWait({ waitsFor: { changed: true } }));
      expect((await waits.listBySubject('stack/shop-prod-api')).map((wait) => wait.token)).toEqual([
        'token-2',
        'token-1',
      ]);
      expect((await waits.listByDeployment('d-1')).map((wait) => wait.token)).toEqual([
        'token-1',
        'token-3',
      ]);
      expect(await waits.listAll()).toHaveLength(3);
      expect((await waits.listBySubject('alarm/x'))[0]).toEqual(
        aWait({ subject: 'alarm/x', token: 'token-3', until: 9000 }),
      );
    });

    withLedger('of many takers one wins', async ({ waits }) => {
      await waits.put(aWait());
      const taken = await Promise.all(Array.from({ length: 20 }, () => waits.take(aWait())));
      expect(taken.filter((won) => won)).toHaveLength(1);
      expect(await waits.listAll()).toEqual([]);
    });

    withLedger('a token of Step Functions may be long', async ({ waits }) => {
      const token = 'AQB8AAAAKgAAAAMAAAAAAAAAAb'.repeat(39);
      await waits.put(aWait({ token }));
      expect(await waits.take({ subject: 'stack/shop-prod-api', token })).toBe(true);
    });
  });

  describe('releases', () => {
    withLedger('the last good one, before an epoch, of a workload', async ({ releases }) => {
      for (const epoch of [1, 2, 9, 10]) await releases.put(PROD, aRelease(epoch), epoch);
      await releases.put(PROD, aRelease(11, { verdict: 'ROLLED_BACK' }), 11);
      await releases.put(PROD, aRelease(12, { workloads: ['web'] }), 12);
      const good = async (query?: Parameters<typeof releases.findLastGood>[1]) =>
        (await releases.findLastGood(PROD, query))?.releaseId;
      expect(await good()).toBe('r-12');
      expect(await good({ before: 12 })).toBe('r-10');
      expect(await good({ before: 10 })).toBe('r-9');
      expect(await good({ workload: 'api' })).toBe('r-10');
      expect(await good({ workload: 'nobody' })).toBeUndefined();
      expect((await releases.list(PROD, 2)).map((one) => one.releaseId)).toEqual(['r-12', 'r-11']);
      expect(
        await releases.findLastGood({ application: 'shop', environment: 'test' }),
      ).toBeUndefined();
    });

    withLedger('a good one is found behind many bad ones', async ({ releases }) => {
      await releases.put(PROD, aRelease(1), 1);
      for (let epoch = 2; epoch < 45; epoch += 1) {
        await releases.put(PROD, aRelease(epoch, { verdict: 'FAILED_CLEAN' }), epoch);
      }
      expect(await releases.findLastGood(PROD)).toEqual(aRelease(1));
    });

    withLedger(
      'what was rolled back later is not good any more, and nobody older makes it so again',
      async ({ releases }) => {
        await releases.put(PROD, aRelease(1), 1);
        await releases.put(PROD, aRelease(2), 2);
        expect(await releases.put(PROD, aRelease(2, { verdict: 'ROLLED_BACK' }), 3)).toEqual({
          kind: 'written',
        });
        expect(await releases.put(PROD, aRelease(2), 2)).toEqual({ kind: 'stale', epoch: 3 });
        expect((await releases.findLastGood(PROD))?.releaseId).toBe('r-1');
      },
    );

    withLedger('in place since: what succeeded, and what was kept', async ({ releases }) => {
      const kept = ['workload/api', 'workload/web'] as const;
      await releases.put(PROD, aRelease(1), 1);
      await releases.put(PROD, aRelease(2, { verdict: 'ROLLED_BACK' }), 2);
      await releases.put(PROD, aRelease(3, { verdict: 'ROLLED_BACK', kept }), 3);
      await releases.put(PROD, aRelease(4), 4);
      const since = await releases.listInPlaceSince(PROD, 1);
      expect(since.map(({ epoch }) => epoch)).toEqual([4, 3]);
      expect(await releases.findOf(PROD, aRelease(3))).toMatchObject({ epoch: 3, kept });
      expect(await releases.findOf(PROD, { ...aRelease(3), epoch: 9 })).toBeUndefined();
    });

    withLedger('the newest record of a release that went out twice', async ({ releases }) => {
      await releases.put(PROD, aRelease(1, { releaseId: 'r-same' }), 1);
      await releases.put(PROD, aRelease(2, { releaseId: 'r-same' }), 2);
      expect((await releases.find(PROD, 'r-same'))?.epoch).toBe(2);
      expect(await releases.find(PROD, 'r-other')).toBeUndefined();
    });
  });

  describe('guards', () => {
    withLedger('an alarm guards a workload for its newest deployment', async ({ guards }) => {
      expect(await guards.arm(aGuard({ epoch: 2, deploymentId: 'd-2' }))).toBe(true);
      expect(await guards.arm(aGuard())).toBe(false);
      expect(await guards.arm(aGuard({ workload: 'web' }))).toBe(true);
      const found = await guards.findByAlarm('api-5xx');
      expect(found.map((guard) => [guard.workload, guard.deploymentId])).toEqual([
        ['api', 'd-2'],
        ['web', 'd-1'],
      ]);
      await guards.clear(aGuard());
      expect(await guards.findByAlarm('api-5xx')).toHaveLength(2);
      await guards.clear(aGuard({ deploymentId: 'd-2' }));
      expect((await guards.findByAlarm('api-5xx')).map((guard) => guard.workload)).toEqual(['web']);
      expect(await guards.findByAlarm('other')).toEqual([]);
      expect((await guards.listAll()).map((guard) => guard.workload)).toEqual(['web']);
    });

    withLedger(
      'content that was rolled back is remembered until it is forgotten',
      async ({ guards }) => {
        const content = { releaseId: 'r-2', deploymentId: 'd-2', at: 5, reason: 'alarm api-5xx' };
        await guards.markRolledBack(PROD, content);
        expect(await guards.findRolledBack(PROD, 'r-2')).toEqual(content);
        expect(await guards.listRolledBack(PROD)).toEqual([content]);
        expect(
          await guards.findRolledBack({ ...PROD, environment: 'test' }, 'r-2'),
        ).toBeUndefined();
        await guards.forgetRolledBack(PROD, 'r-2');
        expect(await guards.findRolledBack(PROD, 'r-2')).toBeUndefined();
      },
    );
  });

  describe('approvals', () => {
    withLedger('are asked once and decided once', async ({ approvals }) => {
      const asked = await approvals.put(anApproval());
      expect(asked).toEqual({ ...anApproval(), decision: null });
      expect(await approvals.put(anApproval({ question: 'again?' }))).toEqual(asked);
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          approvals.decide('a-1', { approved: n % 2 === 0, by: `p${n}`, at: n }),
        ),
      );
      const decided = outcomes.filter(({ kind }) => kind === 'decided');
      expect(decided).toHaveLength(1);
      expect(await approvals.find('a-1')).toEqual(
        decided[0]?.kind === 'decided' && decided[0].approval,
      );
      expect(await approvals.put(anApproval())).toEqual(await approvals.find('a-1'));
      expect(await approvals.decide('a-9', { approved: true, by: 'x', at: 1 })).toEqual({
        kind: 'missing',
      });
    });
  });
});
