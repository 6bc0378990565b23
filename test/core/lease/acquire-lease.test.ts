import fc from 'fast-check';
import {
  acquireLease,
  areInConflict,
  freeLease,
  withdrawRequest,
} from '../../../core/lease/acquire-lease.js';
import {
  EMPTY_LEASE_TABLE,
  type LeaseRequest,
  type LeaseTable,
} from '../../../core/lease/lease-table.js';

const ask = (id: string, fields: Partial<LeaseRequest> = {}): LeaseRequest => ({
  deploymentId: id,
  holder: `arn:${id}`,
  scope: 'all',
  priority: 'deploy',
  source: id,
  whenTaken: 'queue',
  at: 100,
  ...fields,
});

/** The table after these requests, one after the other. */
const tableAfter = (...requests: readonly LeaseRequest[]): LeaseTable =>
  requests.reduce((table, request) => acquireLease(table, request).table, EMPTY_LEASE_TABLE);

const holding = (table: LeaseTable): readonly string[] =>
  table.holders.map((one) => one.deploymentId);
const queued = (table: LeaseTable): readonly string[] => table.queue.map((one) => one.deploymentId);

test('the first is granted, the next wait in order', () => {
  const table = tableAfter(ask('a'), ask('b'), ask('c'));
  expect([holding(table), queued(table)]).toEqual([['a'], ['b', 'c']]);
  expect(acquireLease(table, ask('d')).outcome).toMatchObject({
    kind: 'queued',
    position: 3,
    heldBy: [{ deploymentId: 'a', epoch: 1 }],
  });
});

test('asking again changes nothing', () => {
  const table = tableAfter(ask('a'), ask('b'));
  expect(acquireLease(table, ask('a', { at: 999 }))).toMatchObject({
    outcome: { kind: 'granted', epoch: 1 },
  });
  expect(acquireLease(table, ask('a')).table).toBe(table);
  expect(acquireLease(table, ask('b')).table).toBe(table);
  expect(acquireLease(table, ask('b')).outcome).toMatchObject({ kind: 'queued', position: 1 });
});

test('another execution of a queued deployment takes its place', () => {
  const table = tableAfter(ask('a'), ask('b'), ask('b', { holder: 'arn:b-redriven' }));
  expect(table.queue).toMatchObject([{ deploymentId: 'b', holder: 'arn:b-redriven' }]);
});

test('different workloads go side by side, under epochs of their own', () => {
  const table = tableAfter(
    ask('a', { scope: ['api'] }),
    ask('b', { scope: ['web', 'job'] }),
    ask('c', { scope: ['job'] }),
  );
  expect(table.holders.map((one) => [one.deploymentId, one.epoch])).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect(queued(table)).toEqual(['c']);
});

test('nobody is granted past an earlier request for the same, or it would wait for ever', () => {
  const table = tableAfter(ask('a', { scope: ['api'] }), ask('all'), ask('c', { scope: ['web'] }));
  expect([holding(table), queued(table)]).toEqual([['a'], ['all', 'c']]);
  const freed = freeLease(table, { holder: 'arn:a', epoch: 1, at: 200 });
  expect(freed?.outcome.map((one) => one.deploymentId)).toEqual(['all']);
});

test('when all is freed, several may start at once', () => {
  const table = tableAfter(
    ask('all'),
    ask('b', { scope: ['b'] }),
    ask('c', { scope: ['c'] }),
    ask('d', { scope: ['c'] }),
  );
  const freed = freeLease(table, { holder: 'arn:all', epoch: 1, at: 200 });
  expect(freed?.outcome).toMatchObject([
    { deploymentId: 'b', epoch: 2, since: 200 },
    { deploymentId: 'c', epoch: 3 },
  ]);
  expect(freed && queued(freed.table)).toEqual(['d']);
});

test('a rollback goes before every queued deployment, but rollbacks keep their order', () => {
  const rollback = { priority: 'rollback' } as const;
  const table = tableAfter(ask('a'), ask('b'), ask('r1', rollback), ask('c'), ask('r2', rollback));
  expect(queued(table)).toEqual(['r1', 'r2', 'b', 'c']);
});

test('a newer request of the same source takes the place of those that wait, and says so', () => {
  const main = { source: 'main', whenTaken: 'supersede' } as const;
  const table = tableAfter(ask('a'), ask('b', main), ask('x', { source: 'hotfix' }));
  const { table: next, outcome } = acquireLease(table, ask('c', main));
  expect(queued(next)).toEqual(['x', 'c']);
  expect(outcome).toMatchObject({ kind: 'queued', superseded: [{ deploymentId: 'b', by: 'c' }] });
  expect(acquireLease(next, ask('b', main)).outcome).toEqual({ kind: 'superseded', by: 'c' });
});

test('who holds the lease, a rollback, and a request for more are never superseded', () => {
  const main = { source: 'main', whenTaken: 'supersede' } as const;
  const held = tableAfter(
    ask('a', main),
    ask('r', { ...main, priority: 'rollback' }),
    ask('b', main),
  );
  const { outcome } = acquireLease(held, ask('c', { ...main, scope: ['api'] }));
  expect(outcome).toMatchObject({ kind: 'queued', superseded: [] });
});

test('whom the superseded one kept waiting is granted and told', () => {
  const main = { source: 'main', whenTaken: 'supersede' } as const;
  const table = tableAfter(
    ask('a', { scope: ['api'] }),
    ask('b', { ...main, scope: ['api', 'web'] }),
    ask('c', { scope: ['web', 'job'] }),
    ask('e', { scope: ['job'] }),
  );
  expect(queued(table)).toEqual(['b', 'c', 'e']);
  const { table: next, outcome } = acquireLease(
    table,
    ask('d', { ...main, scope: ['api', 'web'] }),
  );
  expect(outcome).toMatchObject({
    kind: 'queued',
    position: 2,
    alsoGranted: [{ deploymentId: 'c', epoch: 2 }],
  });
  expect([holding(next), queued(next)]).toEqual([
    ['a', 'c'],
    ['e', 'd'],
  ]);
});

test('who will not wait is refused, and leaves no trace', () => {
  const table = tableAfter(ask('a'));
  const refused = acquireLease(table, ask('b', { whenTaken: 'refuse' }));
  expect(refused.outcome).toMatchObject({ kind: 'refused', heldBy: [{ deploymentId: 'a' }] });
  expect(refused.table).toBe(table);
  expect(acquireLease(EMPTY_LEASE_TABLE, ask('b', { whenTaken: 'refuse' })).outcome.kind).toBe(
    'granted',
  );
});

test('only the holder under its own epoch frees', () => {
  const table = tableAfter(ask('a'));
  expect(freeLease(table, { holder: 'arn:a', epoch: 2, at: 1 })).toBeUndefined();
  expect(freeLease(table, { holder: 'arn:b', epoch: 1, at: 1 })).toBeUndefined();
});

test('a withdrawn request lets those behind it go', () => {
  const table = tableAfter(ask('a', { scope: ['api'] }), ask('b'), ask('c', { scope: ['web'] }));
  const step = withdrawRequest(table, { deploymentId: 'b', at: 300 });
  expect(step?.outcome.map((one) => one.deploymentId)).toEqual(['c']);
  expect(withdrawRequest(table, { deploymentId: 'nobody', at: 300 })).toBeUndefined();
});

test('a long history of superseded requests does not grow for ever', () => {
  const main = { source: 'main', whenTaken: 'supersede' } as const;
  const table = tableAfter(ask('a'), ...Array.from({ length: 200 }, (_, n) => ask(`b${n}`, main)));
  expect(queued(table)).toEqual(['b199']);
  expect(table.superseded).toHaveLength(50);
});

describe('a holder that needs more than it has', () => {
  const more = (id: string, epoch: number, fields: Partial<LeaseRequest> = {}): LeaseRequest =>
    ask(id, { outgrown: epoch, ...fields });

  test('has it under a new epoch where nobody is in the way', () => {
    const table = tableAfter(ask('a', { scope: ['api'] }), more('a', 1));
    expect(table.holders).toMatchObject([{ deploymentId: 'a', scope: 'all', epoch: 2 }]);
  });

  test('gives up what it has, and waits before those that came later', () => {
    const table = tableAfter(
      ask('a', { scope: ['web'] }),
      ask('b', { scope: ['api'] }),
      ask('c', { scope: ['api'] }),
      more('b', 2),
    );
    expect([holding(table), queued(table)]).toEqual([['a'], ['b', 'c']]);
    const freed = freeLease(table, { holder: 'arn:a', epoch: 1, at: 200 });
    expect(freed?.outcome).toMatchObject([{ deploymentId: 'b', scope: 'all', epoch: 3 }]);
  });

  test('asks as often as it likes', () => {
    const waiting = tableAfter(
      ask('a', { scope: ['web'] }),
      ask('b', { scope: ['api'] }),
      more('b', 2),
    );
    expect(acquireLease(waiting, more('b', 2)).table).toBe(waiting);
    const granted = freeLease(waiting, { holder: 'arn:a', epoch: 1, at: 200 })?.table ?? waiting;
    expect(acquireLease(granted, more('b', 2))).toMatchObject({
      table: granted,
      outcome: { kind: 'granted', epoch: 3 },
    });
  });

  test('that will not wait is refused without what it had, which goes to the next', () => {
    const refusing = { whenTaken: 'refuse' } as const;
    const table = tableAfter(
      ask('a', { scope: ['web'] }),
      ask('b', { scope: ['api'], ...refusing }),
      ask('c', { scope: ['api'] }),
    );
    const { table: left, outcome } = acquireLease(table, more('b', 2, refusing));
    expect(outcome).toMatchObject({
      kind: 'refused',
      heldBy: [{ deploymentId: 'a' }],
      alsoGranted: [{ deploymentId: 'c' }],
    });
    expect([holding(left), queued(left)]).toEqual([['a', 'c'], []]);
  });
});

test('what one builds on does not change meanwhile, but others may build on it too', () => {
  const table = tableAfter(
    ask('a', { scope: ['api'], uses: ['db'] }),
    ask('b', { scope: ['web'], uses: ['db'] }),
    ask('c', { scope: ['db'] }),
    ask('d', { scope: ['job'], uses: ['api'] }),
  );
  expect([holding(table), queued(table)]).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});

/** Requests, releases, thefts, withdrawals and holders that need more, in any order. */
const scopes = fc.oneof(
  fc.constant('all' as const),
  fc.uniqueArray(fc.constantFrom('api', 'web', 'job'), { minLength: 1 }),
);
const actions = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('ask' as const),
      id: fc.nat({ max: 9 }),
      scope: scopes,
      uses: fc.subarray(['api', 'web', 'db']),
      priority: fc.constantFrom('deploy' as const, 'rollback' as const),
      source: fc.constantFrom('main', 'hotfix'),
      whenTaken: fc.constantFrom('queue' as const, 'supersede' as const, 'refuse' as const),
    }),
    fc.record({ do: fc.constant('free' as const), which: fc.nat() }),
    fc.record({ do: fc.constant('outgrow' as const), which: fc.nat() }),
    fc.record({ do: fc.constant('withdraw' as const), id: fc.nat({ max: 9 }) }),
  ),
  { maxLength: 60 },
);

test('at any time holders do not overlap, epochs rise, nobody holds and waits, and nothing waits without a reason', () => {
  fc.assert(
    fc.property(actions, (steps) => {
      let table = EMPTY_LEASE_TABLE;
      for (const step of steps) {
        const { epoch } = table;
        table = apply(table, step);
        expect(table.epoch).toBeGreaterThanOrEqual(epoch);
        const { holders, queue } = table;
        holders.forEach((one, index) => {
          for (const other of holders.slice(index + 1))
            expect(areInConflict(one, other)).toBe(false);
        });
        expect(new Set(holders.map((one) => one.epoch)).size).toBe(holders.length);
        const everybody = [...holders, ...queue].map((one) => one.deploymentId);
        expect(new Set(everybody).size).toBe(everybody.length);
        queue.forEach((one, index) => {
          const before = [...holders, ...queue.slice(0, index)];
          expect(before.some((other) => areInConflict(other, one))).toBe(true);
        });
      }
    }),
  );
});

function apply(
  table: LeaseTable,
  step: (typeof actions extends fc.Arbitrary<infer T> ? T : never)[number],
): LeaseTable {
  switch (step.do) {
    case 'ask': {
      const { do: _do, id, ...fields } = step;
      return acquireLease(table, ask(`d${id}`, fields)).table;
    }
    case 'free': {
      const held = table.holders[step.which % Math.max(1, table.holders.length)];
      return held ? (freeLease(table, { ...held, at: 1 })?.table ?? table) : table;
    }
    case 'outgrow': {
      const held = table.holders[step.which % Math.max(1, table.holders.length)];
      if (!held || held.scope === 'all') return table;
      return acquireLease(table, ask(held.deploymentId, { outgrown: held.epoch })).table;
    }
    case 'withdraw':
      return withdrawRequest(table, { deploymentId: `d${step.id}`, at: 1 })?.table ?? table;
  }
}
