import type { ApiClient } from '../../cli/api-client.js';
import { NOBODY } from '../../cli/asker.js';
import { deploy } from '../../cli/deploy/deploy.js';
import { showReleases } from '../../cli/releases.js';
import { type RollbackCall, runRollback } from '../../cli/rollback/run-rollback.js';
import { type ServedWorkspace, serveWorkspace } from '../support/served-workspace.js';
import { aWorkspace } from '../support/workspaces.js';

// The server moves virtual time at a pace that people can follow.
jest.setTimeout(120_000);

const files = aWorkspace({ workloads: ['api'] });
const facts = { variables: { VERSION: '0' } };

let served: ServedWorkspace;
let client: ApiClient;
let printed: string[];

beforeEach(async () => {
  served = await serveWorkspace(files, facts);
  client = served.client;
  printed = [];
});
afterEach(() => served.close());

const tools = () => ({
  client,
  asker: NOBODY,
  print: (line: string) => void printed.push(line),
  pollMs: 20,
});

function deployVersion(version: string): Promise<number> {
  return deploy(
    {
      workspace: served.folder,
      body: {
        environment: 'test',
        variables: { VERSION: version },
        sourceCommit: version.repeat(40),
        options: { bakeMinutes: 0 },
      },
      idempotencyKey: version,
      wait: true,
      json: true,
    },
    { ...tools(), print: () => undefined },
  );
}

const call = (more: Partial<RollbackCall> = {}): RollbackCall => ({
  body: { application: 'shop', environment: 'test', reason: 'too slow' },
  idempotencyKey: 'key-1',
  dryRun: false,
  yes: true,
  json: false,
  ...more,
});

test('lists what can be gone back to, tells what would go back, asks, goes back, and lists again', async () => {
  for (const version of ['1', '2']) expect(await deployVersion(version)).toBe(0);
  const list = (json?: true) =>
    showReleases(client, { application: 'shop', env: 'test', ...(json ? { json } : {}) });
  expect((await list()).split('\n')).toEqual([
    expect.stringMatching(
      /^r-\S+ {2}\S+ \S+ UTC {2}222222222222 {2}SUCCEEDED {5}d-\S+ {2}in place$/,
    ),
    expect.stringMatching(
      /^r-\S+ {2}\S+ \S+ UTC {2}111111111111 {2}SUCCEEDED {5}d-\S+ {2}can go back$/,
    ),
  ]);

  expect(await runRollback(call({ dryRun: true }), tools())).toBe(0);
  expect(printed.join('\n')).toMatch(
    /^Goes back from r-\S+ of .* commit 222222222222\)\n {2}to r-\S+ of .* commit 111111111111\)\nIn this order, where one needs the other:\n {2}restore {2}shop-test-api$/,
  );

  await expect(runRollback(call({ yes: false }), tools())).rejects.toThrow('--yes is missing');
  printed = [];
  expect(await runRollback(call(), tools())).toBe(0);
  expect(printed.at(-1)).toContain('Verdict: ROLLED_BACK: the release is rolled back: too slow');
  expect(JSON.parse(await list(true)).releases).toMatchObject([
    { verdict: 'ROLLED_BACK', canGoBack: false, reasons: ['the release is rolled back: too slow'] },
    { verdict: 'SUCCEEDED', isInPlace: true },
  ]);
  await expect(runRollback(call(), tools())).rejects.toMatchObject({
    name: 'Conflict',
    instructions: [
      'deploy a release that mends it',
      'or remove what it made: autoland env delete --name test --cascade',
    ],
  });
});
