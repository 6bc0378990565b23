import fc from 'fast-check';
import { areInConflict } from '../../core/lease/acquire-lease.js';
import type { LeaseTable } from '../../core/lease/lease-table.js';
import { seededRandom } from '../../local/random.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { watchLeases } from '../support/lease-tables.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const ENVIRONMENTS = ['dev', 'test', 'stage', 'prod', 'demo'];
const workloads = ['api', 'web'];
const shop = aWorkspace({ workloads, environments: ENVIRONMENTS });

/** The stacks of its environments are others, so that a request for one workload turns out to need everything. */
const insights = aWorkspace({
  workloads,
  environments: ENVIRONMENTS,
  files: Object.fromEntries(
    ENVIRONMENTS.map((name) => [
      `copilot/environments/${name}/manifest.yml`,
      `name: ${name}\ntype: Environment\nobservability:\n  container_insights: true\n`,
    ]),
  ),
});

const SOME: readonly (readonly string[] | null)[] = [null, ['api'], ['web'], ['api', 'web']];

const request = fc.record({
  files: fc.constantFrom(shop, shop, shop, insights),
  names: fc.constantFrom(...SOME),
  source: fc.constantFrom('main', 'hotfix'),
  whenBusy: fc.constantFrom('queue' as const, 'supersede' as const, 'refuse' as const),
});

type Asked = { readonly id: string; readonly environment: string; readonly source: string };

/** Ten requests for each of five environments, all at once, in an order of chance. */
async function askAll(it: Installation, seed: number): Promise<readonly Asked[]> {
  const requests = fc.sample(request, { seed, numRuns: 50 });
  return Promise.all(
    requests.map(async ({ files, names, source, whenBusy }, index) => {
      const environment = ENVIRONMENTS[index % ENVIRONMENTS.length] ?? '';
      const id = await it.start(files, {
        environment,
        version: String(index),
        source,
        ...(names ? { names: [...names] } : {}),
        options: { whenBusy, bakeMinutes: 1, watchMinutes: 0 },
      });
      return { id, environment, source };
    }),
  );
}

/** Whoever was given something came before everybody in the queue who wants some of the same. */
function findOvertakers(before: LeaseTable, after: LeaseTable): readonly string[] {
  const had = new Set(before.holders.map(({ epoch }) => epoch));
  const granted = after.holders.filter(({ epoch }) => !had.has(epoch));
  return granted.flatMap((one) =>
    after.queue
      .filter((waiting) => waiting.ticket < one.ticket && areInConflict(waiting, one))
      .map((waiting) => `${one.deploymentId} went before ${waiting.deploymentId}`),
  );
}

function findSharers({ holders }: LeaseTable): readonly string[] {
  return holders.flatMap((one, index) =>
    holders
      .slice(index + 1)
      .filter((other) => areInConflict(one, other))
      .map((other) => `${one.deploymentId} and ${other.deploymentId} hold the same`),
  );
}

const END =
  /^(SUCCEEDED the release serves|FAILED_CLEAN refused: (the environment is held by d-|others wait)|SUPERSEDED superseded by d-)/;

test.each([1, 2])(
  'fifty requests at once: each gets one verdict, in the order in which they came (%i)',
  async (seed) => {
    const it = anInstallation({ seed });
    const tables = watchLeases(it, seededRandom(seed));
    const asked = await askAll(it, seed);
    await it.runUntilIdle();

    const histories = [...tables().values()];
    expect(histories).toHaveLength(ENVIRONMENTS.length);
    for (const states of histories) {
      expect(states.flatMap(findSharers)).toEqual([]);
      const moves = states.slice(1).map((after, at) => [states[at] ?? after, after] as const);
      expect(moves.flatMap((move) => findOvertakers(...move))).toEqual([]);
    }

    const documents = await Promise.all(asked.map(({ id }) => it.document(id)));
    const ends = documents.map(({ verdict, summary }) => `${verdict} ${summary}`);
    expect(ends.filter((end) => !END.test(end))).toEqual([]);
    const placeOf = (id: string): unknown => {
      const { environment, source } = asked.find((one) => one.id === id) ?? {};
      return { environment, source };
    };
    for (const { id, summary } of documents.filter(({ verdict }) => verdict === 'SUPERSEDED'))
      expect(placeOf(summary?.replace('superseded by ', '') ?? '')).toEqual(placeOf(id));

    // All of it has happened: every end, some side by side, and some that turned out to need everything.
    expect(new Set(documents.map(({ verdict }) => verdict)).size).toBe(3);
    expect(histories.flat().some(({ holders }) => holders.length > 1)).toBe(true);
    const lines = documents.flatMap(({ timeline }) => timeline);
    expect(lines.some(({ kind }) => kind === 'lease-outgrown')).toBe(true);
  },
  300_000,
);
