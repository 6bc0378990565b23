import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ApiClient, connectApi } from '../../cli/api-client.js';
import { NOBODY } from '../../cli/asker.js';
import { deploy } from '../../cli/deploy/deploy.js';
import { showReleases } from '../../cli/releases.js';
import { type RollbackCall, runRollback } from '../../cli/rollback/run-rollback.js';
import { prepareRehearsal } from '../../local/rehearsal/prepare.js';
import { type LocalApi, serveApi } from '../../local/serve.js';
import { aWorkspace } from '../support/workspaces.js';

// The server moves virtual time at a pace that people can follow.
jest.setTimeout(120_000);

const files = aWorkspace({ workloads: ['api'] });
const facts = { variables: { VERSION: '0' } };

let folder: string;
let server: LocalApi;
let client: ApiClient;
let printed: string[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'autoland-'));
  for (const [file, content] of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  const preparation = prepareRehearsal({ files, environment: 'test', facts, mishaps: [] });
  if (!preparation.ok) throw new Error('the workspace has mistakes');
  const { prepared } = preparation;
  server = await serveApi({ port: 0, seed: 1, facts: {}, prepared, mishaps: [] });
  client = connectApi({ api: `http://127.0.0.1:${server.port}` });
  printed = [];
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const tools = () => ({
  client,
  asker: NOBODY,
  print: (line: string) => void printed.push(line),
  pollMs: 20,
});

function deployVersion(version: string): Promise<number> {
  return deploy(
    {
      workspace: folder,
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
