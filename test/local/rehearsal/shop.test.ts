import { type Mishap, parseMishap } from '../../../local/account/mishaps.js';
import { prepareRehearsal } from '../../../local/rehearsal/prepare.js';
import { rehearse } from '../../../local/rehearsal/rehearse.js';
import { anExample } from '../../support/workspaces.js';

jest.setTimeout(120_000);

type Story = { readonly mishaps?: readonly string[]; readonly seed?: number };

/** The shop's second release into `test`, as `npm start -- --mishap …` shows it. */
async function rehearseShop({ mishaps: texts = [], seed = 1 }: Story) {
  const files = anExample('shop');
  const mishaps: readonly Mishap[] = texts.map(parseMishap);
  const preparation = prepareRehearsal({ files, environment: 'test', facts: {}, mishaps });
  if (!preparation.ok) throw new Error(JSON.stringify(preparation.issues));
  const result = await rehearse({
    files,
    environment: 'test',
    prepared: preparation.prepared,
    facts: {},
    mishaps,
    seed,
    options: {},
    from: 'previous',
  });
  if (result.kind === 'rejected') throw new Error(result.problem.detail);
  return result;
}

const restoredBy = (document: { readonly steps: readonly { readonly name: string }[] }) =>
  document.steps.flatMap(({ name }) => (name.startsWith('restore/') ? [name.split('/')[2]] : []));

test('without a mishap the release succeeds, each stack after its predecessors', async () => {
  const { document } = await rehearseShop({});
  expect(document.verdict).toBe('SUCCEEDED');
  const ends = new Map(document.steps.map(({ name, endedAt }) => [name, endedAt ?? 0]));
  const early = document.steps.filter(({ startedAt, predecessors }) =>
    predecessors.some((before) => (ends.get(before) ?? 0) > (startedAt ?? 0)),
  );
  expect(early).toEqual([]);
});

test.each([
  ['unhealthy-release:api', 'ROLLED_BACK', 'api'],
  ['alarm:api@3m', 'ROLLED_BACK', 'api'],
  ['stack-failure:orders', 'ROLLED_BACK', 'orders'],
])('%s ends %s because of %s, and every other change goes back', async (mishap, verdict, cause) => {
  const { document } = await rehearseShop({ mishaps: [mishap] });
  expect(document.verdict).toBe(verdict);
  expect(document.rootCause).toMatchObject({ step: cause });
  expect(document.notRestored).toEqual([]);
  const changed = document.steps.filter(
    ({ name, result }) => name.startsWith('deploy/workload/') && result?.kind === 'updated',
  );
  expect(restoredBy(document).toSorted()).toEqual(
    changed.map(({ name }) => name.split('/')[2]).toSorted(),
  );
});

test('alarm-after:api@20m ends ROLLED_BACK by a rollback of its own', async () => {
  const { document, rollback } = await rehearseShop({ mishaps: ['alarm-after:api@20m'] });
  expect(document).toMatchObject({ verdict: 'ROLLED_BACK', verdictAtEnd: 'SUCCEEDED' });
  expect(restoredBy(rollback ?? document)).toEqual(
    expect.arrayContaining(['api', 'frontend', 'orders', 'report']),
  );
  const alarm = document.timeline.find(({ kind }) => kind === 'alarm-after-success');
  expect((alarm?.at ?? 0) - (document.finishedAt ?? 0)).toBeLessThan(21 * 60_000);
});

test.each(['lost-events', 'duplicate-events', 'reordered-events', 'throttling'])(
  '%s does not keep the release from succeeding',
  async (mishap) => {
    const { document } = await rehearseShop({ mishaps: [mishap] });
    expect(document.verdict).toBe('SUCCEEDED');
  },
);

test('the same seed tells the same story, another seed one with the same end', async () => {
  const mishaps = ['unhealthy-release:api'];
  const [one, same, other] = [
    await rehearseShop({ mishaps, seed: 7 }),
    await rehearseShop({ mishaps, seed: 7 }),
    await rehearseShop({ mishaps, seed: 8 }),
  ];
  expect(same).toEqual(one);
  expect(other).not.toEqual(one);
  expect(other.document.verdict).toBe(one.document.verdict);
});
