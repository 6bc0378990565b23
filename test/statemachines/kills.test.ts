import type { Verdict } from '../../core/verdict.js';
import { HANDLERS, type Handler } from '../../local/handlers.js';
import { ENVIRONMENT, listStackNames, startDeletion } from '../support/deletions.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { type Kills, planKills } from '../support/kills.js';
import { listAsked } from '../support/stack-changes.js';
import { spread } from '../support/thorough.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

/** One stack that stays, one that changes, one that is new and whose alarms are made before its service comes out. */
const before = aWorkspace({ workloads: ['api'] });
const fresh = { name: 'fresh', dependsOn: ['api'], alarms: { cpu_utilization: 80 } };
const after = aWorkspace({ workloads: ['api', fresh] });
const QUICK = { bakeMinutes: 1 };

type Story = {
  readonly name: string;
  readonly verdict: Verdict;
  /** A function is tried again six times, so none may have seven times as many calls. @default 8 */
  readonly every?: number;
  /** Everything is as it was before. */
  readonly goesBack?: boolean;
  /** What is done when version 1 is in place, before anybody dies. */
  readonly prepare?: (it: Installation) => Promise<unknown>;
  /** Begins then; gives the id of what is looked at. */
  readonly begin: (it: Installation) => Promise<string>;
};

/** As a client does whose request was not answered. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 20; tries += 1) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
  }
  throw new Error('nobody answers');
}

const release = (it: Installation, options: object = {}): Promise<string> =>
  insist(() =>
    it.start(after, { version: '2', idempotencyKey: 'two', options: { ...QUICK, ...options } }),
  );

async function askToGoBack(it: Installation, more: object = {}): Promise<string> {
  const order = { application: 'shop', environment: 'test', ...more };
  const { body } = await it.post('/v1/rollbacks', order, { 'idempotency-key': 'back' });
  if (!('id' in body)) throw new Error(body.detail);
  return body.id;
}

const STORIES: readonly Story[] = [
  { name: 'a release', verdict: 'SUCCEEDED', begin: (it) => release(it) },
  {
    name: 'a release that fails and goes back',
    verdict: 'ROLLED_BACK',
    goesBack: true,
    begin: (it) => {
      it.account.inject({ kind: 'stack-failure', name: 'fresh' });
      return release(it);
    },
  },
  {
    name: 'a release that is approved',
    verdict: 'SUCCEEDED',
    begin: async (it) => {
      const id = await release(it, { requireApproval: true });
      await it.runUntilInvoked('approvals', { deploymentId: id });
      const [{ id: approval } = { id: '' }] = (await it.document(id)).approvals;
      await insist(() => it.post(`/v1/approvals/${approval}`, { approved: true }));
      return id;
    },
  },
  {
    name: 'a release that is cancelled',
    verdict: 'CANCELLED',
    goesBack: true,
    begin: async (it) => {
      const id = await release(it);
      await it.runUntilStack('shop-test-fresh', 'CREATE_IN_PROGRESS');
      await insist(() => it.cancel(id));
      return id;
    },
  },
  {
    name: 'a deletion',
    verdict: 'SUCCEEDED',
    begin: (it) => insist(() => startDeletion(it, `${ENVIRONMENT}?cascade=true&confirm=test`)),
  },
  {
    name: 'a rollback that a person asks for',
    verdict: 'ROLLED_BACK',
    every: 16,
    goesBack: true,
    prepare: (it) => it.deploy(after, { version: '2', options: QUICK }),
    begin: (it) => insist(() => askToGoBack(it)),
  },
  {
    name: 'a rollback of one workload',
    verdict: 'ROLLED_BACK',
    every: 16,
    goesBack: true,
    prepare: (it) => it.deploy(before, { version: '2', options: QUICK }),
    begin: (it) => insist(() => askToGoBack(it, { workload: 'api' })),
  },
];

async function tell({ prepare, begin }: Story, kills?: Kills) {
  const it = anInstallation(kills ? { kills } : {});
  await it.deploy(before, { version: '1', options: QUICK });
  const account = describeAccount(it);
  await prepare?.(it);
  kills?.arm();
  const id = await begin(it);
  await it.runUntilIdle();
  kills?.disarm();
  // What only the janitor can make up for.
  await it.runFor(6);
  await it.runUntilIdle();
  return { it, id, account, document: await it.document(id) };
}

/** Functions with more calls than `every` die several times in one run. */
const listPlans = ({ every = 8 }: Story) =>
  (['before', 'after'] as const).flatMap((when) =>
    Array.from({ length: every }, (_, index) => ({ at: index + 1, every, when })),
  );

type Undisturbed = { readonly summary: string | null; readonly asked: readonly string[] };
const undisturbed = new Map<Story, Undisturbed>();

/** How the story goes when nobody dies; told once. */
async function tellUndisturbed(story: Story): Promise<Undisturbed> {
  const known = undisturbed.get(story);
  if (known) return known;
  const { it, document } = await tell(story);
  expect(document.verdict).toBe(story.verdict);
  const told = { summary: document.summary, asked: listAsked(it.changes()) };
  undisturbed.set(story, told);
  return told;
}

describe.each(STORIES)('$name', (story) => {
  // Each story dies at other calls.
  test.each(spread(listPlans(story), 4, STORIES.indexOf(story)))(
    'ends the same when every function dies at its call $at, $at + $every, …, $when it takes effect',
    async (plan) => {
      const { summary, asked } = await tellUndisturbed(story);
      const kills = planKills(plan);
      const { it, account, document } = await tell(story, kills);
      expect(kills.killed).not.toEqual([]);
      expect(document).toMatchObject({ verdict: story.verdict, summary });
      expect(listAsked(it.changes())).toEqual(asked);
      if (story.goesBack) expect(describeAccount(it)).toEqual(account);
    },
  );

  test('is changed by no call of a function that comes a second time after its end', async () => {
    const { it, id, document } = await tell(story);
    const account = describeAccount(it);
    const asked = listAsked(it.changes());
    for (const { name, event } of [...it.invocations]) {
      if (event.deploymentId !== id) continue;
      const handler: Handler | undefined = HANDLERS[name as keyof typeof HANDLERS];
      await handler?.(structuredClone(event)).catch(() => undefined);
    }
    await it.runUntilIdle();
    expect(await it.document(id)).toEqual(document);
    expect(listAsked(it.changes())).toEqual(asked);
    expect(describeAccount(it)).toEqual(account);
    if (story.name === 'a deletion') expect(listStackNames(it)).toEqual([]);
  });
});
