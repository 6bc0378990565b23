import { execFile } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { placeCopilotApplication } from '../support/copilot-application.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const run = promisify(execFile);

async function readFile({ account }: Installation, bucket: string, key: string) {
  const answer = await account.handle('S3', 'GetObject', { Bucket: bucket, Key: key });
  const { Body } = answer as { readonly Body: { transformToByteArray(): Promise<Uint8Array> } };
  return Body.transformToByteArray();
}

/** A queue worker that scales by its backlog, in an environment with access logs. */
const shop = aWorkspace({
  files: {
    'copilot/environments/test/manifest.yml':
      'name: test\ntype: Environment\nhttp: { public: { access_logs: true } }\n',
    'copilot/mail/manifest.yml': `name: mail
type: Worker Service
image: { location: public.ecr.aws/docker/library/nginx:1.29 }
count: { range: 1-4, queue_delay: { acceptable_latency: 1m, msg_processing_time: 250ms } }
subscribe: { queue: { retention: 1h } }
`,
  },
});

type LambdaCode = {
  readonly handler: string;
  readonly bucket: string;
  readonly key: string;
};

/** Code and handler of every function of the deployed stacks. */
function listCode(it: Installation): readonly LambdaCode[] {
  return Object.values(it.account.snapshot().stacks)
    .flatMap(({ resources }) => Object.values(resources))
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .map(({ properties }) => {
      const { Code, Handler } = properties as {
        readonly Code: { readonly S3Bucket: string; readonly S3Key: string };
        readonly Handler: string;
      };
      return { handler: Handler, bucket: Code.S3Bucket, key: Code.S3Key };
    });
}

/** What the module in a zip exports; packages of the repository stand around it. */
async function listExports(zip: Uint8Array): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'autoland-code-'));
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'index.mjs'), unzipSync(zip)['index.mjs'] ?? '');
  const script = `console.log(JSON.stringify(Object.keys(await import('${folder}/index.mjs'))))`;
  const { stdout } = await run(process.execPath, [
    '--no-warnings',
    '--input-type=module',
    '-e',
    script,
  ]);
  return JSON.parse(stdout);
}

const uploads = (it: Installation): readonly string[] =>
  it.account.calls
    .all()
    .filter(({ service, operation }) => `${service}.${operation}` === 'S3.PutObject')
    .map(({ target }) => String(target.Key))
    .filter((key) => key.startsWith('manual/scripts/'));

test('the code that templates name is in the bucket that they name, with the handler that they name', async () => {
  const it = anInstallation({ facts: {} });
  expect((await it.deploy(shop)).verdict).toBe('SUCCEEDED');
  const code = listCode(it);
  expect(code.map(({ key }) => key.split('/')[3]).sort()).toEqual([
    'backlogpertaskcalculatorfunction',
    'bucketcleanerfunction',
  ]);
  for (const { bucket, key, handler } of code) {
    const [module, name] = handler.split('.');
    expect(module).toBe('index');
    expect(await listExports(await readFile(it, bucket, key))).toContain(name);
  }
});

test('code is uploaded once, and only what templates name', async () => {
  const it = anInstallation({ facts: {} });
  await it.deploy(shop);
  // Those of a domain too, which the environment's template names under a condition.
  expect(uploads(it).map((key) => key.split('/')[3])).toEqual([
    'backlogpertaskcalculatorfunction',
    'bucketcleanerfunction',
    'certificatevalidationfunction',
    'customdomainfunction',
    'dnsdelegationfunction',
  ]);
  it.account.calls.clear();
  await it.deploy(shop, { version: '2' });
  expect(uploads(it)).toEqual([]);
});

test("an application of Copilot's gets the code into its own bucket", async () => {
  const it = anInstallation({ facts: {} });
  const { bucket } = placeCopilotApplication(it.account);
  expect((await it.deploy(shop)).verdict).toBe('SUCCEEDED');
  const code = listCode(it);
  expect(new Set(code.map((one) => one.bucket))).toEqual(new Set([bucket]));
  const { buckets } = it.account.snapshot();
  expect(buckets[bucket]).toEqual(expect.arrayContaining(code.map(({ key }) => key)));
});
