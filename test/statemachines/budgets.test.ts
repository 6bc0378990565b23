import { anInstallation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { listAsked } from '../support/stack-changes.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

/** Transitions of the first deployment of so many services, and of a second one into the same environment. */
async function countTransitions(services: number, { changes = true } = {}) {
  const it = anInstallation();
  const names = Array.from({ length: services }, (_, index) => `service-${index}`);
  const files = aWorkspace({ workloads: names.map((name) => ({ name, changes })) });
  const first = await it.deploy(files, { version: '1' });
  const asked = listAsked(it.changes()).length;
  const second = await it.deploy(files, { version: '2' });
  expect([first.verdict, second.verdict]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  return {
    first: it.transitions(first.id),
    second: it.transitions(second.id),
    changes: listAsked(it.changes()).length - asked,
  };
}

test('one service takes at most 40 transitions, its environment included', async () => {
  const { first, second } = await countTransitions(1);
  expect(second).toBeLessThanOrEqual(40);
  expect(first).toBeLessThanOrEqual(40);
});

test('each further service takes at most 15 transitions', async () => {
  const [one, four] = [await countTransitions(1), await countTransitions(4)];
  expect((four.first - one.first) / 3).toBeLessThanOrEqual(15);
  expect((four.second - one.second) / 3).toBeLessThanOrEqual(15);
});

test('an unchanged service takes at most 8 transitions and changes nothing', async () => {
  const [one, four] = [
    await countTransitions(1, { changes: false }),
    await countTransitions(4, { changes: false }),
  ];
  expect(one.changes + four.changes).toBe(0);
  expect((four.second - one.second) / 3).toBeLessThanOrEqual(8);
});

test('a bake of 60 minutes takes as many transitions as one of 5, and 55 minutes longer', async () => {
  const run = async (bakeMinutes: number) => {
    const it = anInstallation({ alarms: ['errors'] });
    const files = aWorkspace({ workloads: [{ name: 'api', alarms: ['errors'] }] });
    const { id, requestedAt, finishedAt } = await it.deploy(files, { options: { bakeMinutes } });
    return { transitions: it.transitions(id), minutes: ((finishedAt ?? 0) - requestedAt) / 60_000 };
  };
  const [short, long] = [await run(5), await run(60)];
  expect(long.transitions).toBe(short.transitions);
  expect(long.minutes - short.minutes).toBeCloseTo(55, 5);
});

test('a service that takes ten times as long takes as many transitions', async () => {
  const run = async (slow: boolean) => {
    const it = anInstallation();
    const files = aWorkspace({ workloads: ['api'] });
    await it.deploy(files, { version: '1' });
    if (slow) it.account.inject({ kind: 'slow', name: 'api' });
    const { id, requestedAt, finishedAt } = await it.deploy(files, { version: '2' });
    return { transitions: it.transitions(id), took: (finishedAt ?? 0) - requestedAt };
  };
  const [quick, slow] = [await run(false), await run(true)];
  expect(slow.took).toBeGreaterThan(quick.took * 2);
  expect(slow.transitions).toBe(quick.transitions);
});

test('independent workloads run at the same time: the whole takes as long as the longest path', async () => {
  const it = anInstallation();
  const files = aWorkspace({
    workloads: [
      'a',
      'b',
      'c',
      { name: 'd', dependsOn: ['a'] },
      { name: 'e', dependsOn: ['b', 'd'] },
    ],
  });
  await it.deploy(files, { version: '1' });
  const { steps, requestedAt, finishedAt, alarms } = await it.deploy(files, { version: '2' });
  const took = new Map(
    steps.map(({ name, startedAt, endedAt }) => [name, (endedAt ?? 0) - (startedAt ?? 0)]),
  );
  const pathTo = (name: string): number => {
    const before = steps.find((step) => step.name === name)?.predecessors ?? [];
    return (took.get(name) ?? 0) + Math.max(0, ...before.map(pathTo));
  };
  const longest = Math.max(...steps.map(({ name }) => pathTo(name)));
  const { startedAt, endedAt } = alarms.bake as { startedAt: number; endedAt: number };
  const total = (finishedAt ?? 0) - requestedAt - (endedAt - startedAt);
  expect(total / longest).toBeLessThanOrEqual(1.02);
});
