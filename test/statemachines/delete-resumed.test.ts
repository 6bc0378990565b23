import fc from 'fast-check';
import {
  DELETION_GRAPHS,
  type DeletionGraph,
  findDependents,
  isBlocked,
  placeGraph,
  retainedBucket,
} from '../support/deletion-graphs.js';
import { askDeletion, listStackNames } from '../support/deletions.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { findBreachesOf } from '../support/invariants.js';
import { IS_THOROUGH, spread } from '../support/thorough.js';

/** Stops every deletion that runs when so many functions were called since. */
type Stopper = { in: number };

type Story = { readonly it: Installation; readonly stopper: Stopper; readonly breaches: string[] };

const NEVER = Number.POSITIVE_INFINITY;

function begin(graph: DeletionGraph): Story {
  const stopper: Stopper = { in: NEVER };
  const breaches: string[] = [];
  const it = anInstallation({
    onInvoked: () => {
      stopper.in -= 1;
      if (stopper.in === 0) stopDeletions(it);
    },
  });
  placeGraph(it.account, graph);
  // I7, seen by the account itself.
  it.account.progress.onStackEvent(({ physicalId, stackId, stackName, status }) => {
    if (physicalId !== stackId || status !== 'DELETE_IN_PROGRESS') return;
    const live = it.account.snapshot().stacks;
    for (const other of findDependents(graph, stackName))
      if (live[other]) breaches.push(`${stackName} is being deleted while ${other} needs it`);
  });
  return { it, stopper, breaches };
}

function stopDeletions(it: Installation): void {
  for (const { executionArn, status } of it.executions('delete'))
    if (status === 'RUNNING')
      it.engine.stopExecution({ executionArn, error: 'Stopped', cause: 'by hand' });
}

/** Asks for the deletion and lets it run; `stopIn` functions later it is stopped. The verdict; null: nothing was left to delete. */
async function ask(story: Story, graph: DeletionGraph, stopIn: number): Promise<string | null> {
  const { it, stopper } = story;
  const before = listGoing(it, graph);
  const { status, body } = await askDeletion(it, graph.path);
  if (status === 404) return null;
  if (status !== 202) throw new Error(JSON.stringify(body));
  stopper.in = stopIn;
  await it.runUntilIdle();
  stopper.in = NEVER;
  // Whoever stopped it is told by an event, or by the janitor.
  await it.runFor(15);
  const { verdict } = await it.document(body.id);
  const left = listGoing(it, graph);
  // The verdict is what CloudFormation says too.
  if (verdict === 'SUCCEEDED') expect(left).toEqual([]);
  if (verdict === 'FAILED_CLEAN') expect(left).toEqual(before);
  expect(['SUCCEEDED', 'FAILED_CLEAN', 'FAILED_DIRTY']).toContain(verdict);
  return verdict;
}

/** Of what is to go, what is there. */
function listGoing(it: Installation, { going }: DeletionGraph): readonly string[] {
  const live = listStackNames(it);
  return going.filter((stackName) => live.includes(stackName));
}

async function holdEnd({ it, breaches }: Story, graph: DeletionGraph): Promise<void> {
  const staying = graph.stacks.map(({ stackName }) => stackName);
  expect(listStackNames(it)).toEqual(
    staying.filter((stackName) => !graph.going.includes(stackName)).sort(),
  );
  const { buckets } = it.account.snapshot();
  const kept = graph.stacks.filter(({ sketch }) => sketch.resources?.Kept);
  expect(Object.keys(buckets)).toEqual(
    expect.arrayContaining(kept.map(({ name }) => retainedBucket(name))),
  );
  expect(breaches).toEqual([]);
  expect(await findBreachesOf(it)).toEqual([]);
}

test('random graphs, stopped twice at any step and asked for again: nothing goes too early, nothing is left, nothing goes that stays', async () => {
  await fc.assert(
    fc.asyncProperty(
      DELETION_GRAPHS,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 40 }),
      async (graph, first, second) => {
        const story = begin(graph);
        if (isBlocked(graph)) {
          expect((await askDeletion(story.it, graph.path)).status).toBe(409);
          expect(story.it.changes()).toEqual([]);
          return;
        }
        await ask(story, graph, first);
        await ask(story, graph, second);
        const last = await ask(story, graph, NEVER);
        expect([null, 'SUCCEEDED']).toContain(last);
        await holdEnd(story, graph);
      },
    ),
    { numRuns: IS_THOROUGH ? 150 : 15 },
  );
}, 600_000);

const GRAPH: DeletionGraph = {
  stacks: [
    { name: 'test', stackName: 'shop-test', sketch: { kind: 'environment', exports: ['vpc'] } },
    {
      name: 'bus',
      stackName: 'shop-test-bus',
      sketch: { kind: 'environment-addon', exports: ['bus'], imports: ['vpc'] },
    },
    {
      name: 'api',
      stackName: 'shop-test-api',
      sketch: { imports: ['vpc', 'bus'], topics: ['orders'] },
    },
    {
      name: 'web',
      stackName: 'shop-test-web',
      sketch: { imports: ['vpc'], subscriptions: ['orders'] },
    },
  ],
  path: '',
  going: ['shop-test', 'shop-test-bus', 'shop-test-api', 'shop-test-web'],
};

describe.each(['', '/environments/test?cascade=true'])('DELETE …%s stopped', (path) => {
  const graph = { ...GRAPH, path };

  test('at every step, and asked for again', async () => {
    const whole = begin(graph);
    const before = whole.it.invocations.length;
    await ask(whole, graph, NEVER);
    const steps = whole.it.invocations.length - before;
    expect(steps).toBeGreaterThan(20);
    const all = Array.from({ length: steps }, (_, index) => index + 1);
    for (const step of spread(all, 10)) {
      const story = begin(graph);
      await ask(story, graph, step);
      expect([null, 'SUCCEEDED']).toContain(await ask(story, graph, NEVER));
      await holdEnd(story, graph);
    }
  }, 600_000);
});
