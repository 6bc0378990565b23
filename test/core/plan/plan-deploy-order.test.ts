import fc from 'fast-check';
import type { DeployOrder } from '../../../core/plan/deploy-order.js';
import { findDependencies } from '../../../core/plan/find-dependencies.js';
import { planDeployOrder } from '../../../core/plan/plan-deploy-order.js';
import type { PlannableStack } from '../../../core/plan/plannable-stack.js';
import { anAddon, anEnvironment, aWorkload } from '../../support/planned-stacks.js';

/** `api < db, eventbus`: what each waits for, in order. */
const lines = (order: DeployOrder): readonly string[] =>
  order.ok
    ? order.stacks.map(
        ({ stack, predecessors, rank }) => `${rank} ${stack.name} < ${predecessors.join(', ')}`,
      )
    : order.issues.map((issue) => issue.message);

test('sorted by rank, by name within a rank, without what follows from other predecessors', () => {
  const order = planDeployOrder([
    aWorkload('web', { after: ['api', 'db'] }),
    aWorkload('job'),
    aWorkload('db'),
    aWorkload('api', { after: ['db'] }),
    anAddon('eventbus'),
    anEnvironment(),
  ]);
  expect(lines(order)).toEqual([
    '0 test < ',
    '1 eventbus < ',
    '2 db < eventbus',
    '2 job < eventbus',
    '3 api < db',
    '4 web < api',
  ]);
});

test('every stack says why it waits', () => {
  const order = planDeployOrder([
    aWorkload('db', { exports: ['x'] }),
    aWorkload('api', { imports: ['x'], after: ['db'] }),
  ]);
  expect(order.ok && order.stacks[1]?.dependencies.map((dependency) => dependency.reason)).toEqual([
    { kind: 'after' },
    { kind: 'import', exportName: 'x' },
  ]);
});

test('an unknown name is an issue with the nearest known one', () => {
  const order = planDeployOrder([aWorkload('api', { after: ['fronend'] }), aWorkload('frontend')]);
  expect(order).toEqual({
    ok: false,
    issues: [
      {
        severity: 'error',
        file: 'copilot/api/manifest.yml',
        message:
          'api waits for "fronend", which is no workload or environment addon of this workspace',
        hint: 'did you mean "frontend"?',
      },
    ],
  });
});

test('where no name is near, all are told', () => {
  const order = planDeployOrder([aWorkload('api', { after: ['zzzzzzzz'] }), aWorkload('db')]);
  expect(!order.ok && order.issues[0]?.hint).toBe('known names: api, db');
});

test('a name of the workspace that is not in this release is allowed and waits for nothing', () => {
  const order = planDeployOrder([aWorkload('api', { after: ['db'] })], { known: ['db'] });
  expect(lines(order)).toEqual(['0 api < ']);
});

test('a cycle is told as its path, with the reasons, at the manifest of its first name', () => {
  const order = planDeployOrder(
    [
      aWorkload('orders', { imports: ['shop-test-api-Url'], exports: ['shop-test-orders-Queue'] }),
      aWorkload('api', { imports: ['shop-test-orders-Queue'], exports: ['shop-test-api-Url'] }),
      aWorkload('web', { after: ['api'] }),
    ],
    { files: new Map([['api', 'copilot/api/manifest.yaml']]) },
  );
  expect(order).toMatchObject({
    ok: false,
    issues: [{ file: 'copilot/api/manifest.yaml', severity: 'error' }],
  });
  expect(lines(order)).toEqual([
    'these wait for each other and none can be the first: api -> orders (imports shop-test-orders-Queue) -> api (imports shop-test-api-Url)',
  ]);
});

test('an addon that imports from a workload closes a cycle with the layers', () => {
  const order = planDeployOrder([
    aWorkload('api', { exports: ['x'] }),
    anAddon('eventbus', { imports: ['x'] }),
  ]);
  expect(lines(order)).toEqual([
    'these wait for each other and none can be the first: api -> eventbus (environment, then addons, then workloads) -> api (imports x)',
  ]);
});

test('who waits for itself', () => {
  expect(lines(planDeployOrder([aWorkload('api', { after: ['api'] })]))).toEqual([
    'these wait for each other and none can be the first: api -> api (depends_on or subscribe)',
  ]);
});

test('all mistakes at once: two cycles and an unknown name', () => {
  const order = planDeployOrder([
    aWorkload('a', { after: ['b'] }),
    aWorkload('b', { after: ['a'] }),
    aWorkload('c', { after: ['d'] }),
    aWorkload('d', { after: ['c', 'nowhere'] }),
  ]);
  expect(lines(order)).toHaveLength(3);
});

/** Stacks whose edges go from later to earlier names only, so that there is no cycle; in random order. */
const acyclic = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 40 })
  .chain((rows) => {
    const stacks = rows.map((row, index) =>
      aWorkload(`w${index}`, {
        after: index === 0 ? [] : [...new Set(row.map((n) => `w${n % index}`))],
      }),
    );
    return fc.shuffledSubarray([anEnvironment(), anAddon('bus'), ...stacks], {
      minLength: stacks.length + 2,
    });
  });

test('the order is a permutation in which everything needed comes earlier', () => {
  fc.assert(
    fc.property(acyclic, (stacks) => {
      const order = planDeployOrder(stacks);
      if (!order.ok) throw new Error('no order');
      const names = order.stacks.map(({ stack }) => stack.stackName);
      expect([...names].sort()).toEqual(stacks.map((stack) => stack.stackName).sort());
      const place = new Map(names.map((name, index) => [name, index]));
      for (const { stack, needs } of findDependencies(stacks)) {
        expect(place.get(needs)).toBeLessThan(place.get(stack) ?? 0);
      }
    }),
  );
});

test('the reduced predecessors keep every dependency, and none of them follows from the others', () => {
  fc.assert(
    fc.property(acyclic, (stacks) => {
      const order = planDeployOrder(stacks);
      if (!order.ok) throw new Error('no order');
      const ancestors = new Map<string, ReadonlySet<string>>();
      for (const { stack, predecessors } of order.stacks) {
        const sets = predecessors.map((name) => new Set([name, ...(ancestors.get(name) ?? [])]));
        ancestors.set(stack.name, new Set(sets.flatMap((set) => [...set])));
        for (const name of predecessors) {
          expect(sets.filter((set) => set.has(name))).toHaveLength(1);
        }
      }
      const nameOf = new Map(stacks.map((stack) => [stack.stackName, stack]));
      for (const { stack, needs } of findDependencies(stacks)) {
        const needed = nameOf.get(needs);
        if (needed?.kind === 'environment') continue;
        expect(ancestors.get(nameOf.get(stack)?.name ?? '')).toContain(needed?.name);
      }
    }),
  );
});

test('the order does not depend on how the stacks are given', () => {
  fc.assert(
    fc.property(acyclic, (stacks) => {
      const sorted = [...stacks].sort((a, b) => (a.stackName < b.stackName ? -1 : 1));
      expect(lines(planDeployOrder(stacks))).toEqual(lines(planDeployOrder(sorted)));
    }),
  );
});

test('every cycle that is told is a real one', () => {
  const any = fc
    .array(fc.array(fc.nat({ max: 11 }), { maxLength: 3 }), { minLength: 12, maxLength: 12 })
    .map((rows) =>
      rows.map((row, index) => aWorkload(`w${index}`, { after: row.map((n) => `w${n}`) })),
    );
  fc.assert(
    fc.property(any, (stacks) => {
      const order = planDeployOrder(stacks);
      if (order.ok) return;
      const after = new Map(stacks.map((stack) => [stack.name, stack.after]));
      for (const issue of order.issues) {
        const path = pathOf(issue.message);
        expect(path.at(0)).toBe(path.at(-1));
        expect(path.length).toBeGreaterThan(1);
        path.slice(1).forEach((name, index) => {
          expect(after.get(path[index] ?? '')).toContain(name);
        });
      }
    }),
  );
});

function pathOf(message: string): readonly string[] {
  return message
    .replace(/^.*first: /, '')
    .replace(/ \([^)]*\)/g, '')
    .split(' -> ');
}

test('a thousand workloads in a chain, and a thousand side by side, are planned', () => {
  const chain: PlannableStack[] = Array.from({ length: 1000 }, (_, index) =>
    aWorkload(`w${String(index).padStart(4, '0')}`, {
      after: index === 0 ? [] : [`w${String(index - 1).padStart(4, '0')}`],
    }),
  );
  const order = planDeployOrder(chain);
  expect(order.ok && order.stacks.at(-1)).toMatchObject({ rank: 999, predecessors: ['w0998'] });
  const wide = planDeployOrder([
    anEnvironment(),
    ...chain.map((stack) => ({ ...stack, after: [] })),
  ]);
  expect(wide.ok && new Set(wide.stacks.map(({ rank }) => rank)).size).toBe(2);
});
