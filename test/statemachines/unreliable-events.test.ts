import { type MishapKind, parseMishap } from '../../local/account/mishaps.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { describeAccount, holdInvariants } from '../support/invariants.js';
import { listAsked } from '../support/stack-changes.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const shop = aWorkspace({
  workloads: [
    { name: 'api', alarms: ['api-errors'] },
    { name: 'web', dependsOn: ['api'] },
  ],
  addons: ['topics'],
});

/** Each story begins with release 1 in place; gives the deployment that it is about. */
const STORIES: { readonly [name: string]: (it: Installation) => Promise<string> } = {
  'a release that is good': async (it) => (await it.deploy(shop, { version: '2' })).id,
  'a release that never becomes healthy': async (it) => {
    it.account.inject({ kind: 'unhealthy-release', name: 'web' });
    return (await it.deploy(shop, { version: '2' })).id;
  },
  'an alarm during the bake': async (it) => {
    const id = await it.start(shop, { version: '2', options: { bakeMinutes: 20 } });
    await it.runUntilInvoked('watch-alarms', { deploymentId: id, action: 'bake' });
    await it.runFor(3);
    it.account.alarms.set('api-errors', 'ALARM');
    await it.runUntilIdle();
    return id;
  },
  'an alarm after success': async (it) => {
    const { id } = await it.deploy(shop, { version: '2' });
    await it.runFor(20);
    it.account.alarms.set('api-errors', 'ALARM');
    // The janitor comes every five minutes.
    await it.runFor(6);
    await it.runUntilIdle();
    return id;
  },
  'a deployment that waits for another': async (it) => {
    await it.start(shop, { version: '2' });
    const id = await it.start(shop, { version: '3' });
    await it.runUntilIdle();
    return id;
  },
};

/** What is the same whatever happens to events: verdicts, what was asked of each stack, the account at the end. */
async function tell(story: string, kind?: MishapKind) {
  const it = anInstallation({ alarms: ['api-errors'] });
  await it.deploy(shop, { version: '1' });
  if (kind) it.account.inject(parseMishap(kind));
  const id = await STORIES[story]?.(it);
  const { verdict, verdictAtEnd, summary, steps } = await it.document(id ?? '');
  return {
    verdict,
    verdictAtEnd,
    summary,
    steps: steps.map(({ name, status, result }) => ({ name, status, result })).sort(byName),
    asked: listAsked(it.changes()).toSorted(),
    account: describeAccount(it),
  };
}

const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name < other.name ? -1 : 1;

const calm = new Map<string, ReturnType<typeof tell>>();

/** The story without a mishap, told once. */
function tellCalmly(story: string): ReturnType<typeof tell> {
  const told = calm.get(story) ?? tell(story);
  calm.set(story, told);
  return told;
}

describe.each(Object.keys(STORIES))('%s', (story) => {
  test.each<MishapKind>(['lost-events', 'duplicate-events', 'reordered-events', 'throttling'])(
    'ends the same under %s',
    async (kind) => {
      const expected = await tellCalmly(story);
      expect(await tell(story, kind)).toEqual(expected);
    },
  );
});
