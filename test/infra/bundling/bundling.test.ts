import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { ABSENT_MODULES } from '../../../infra/bundling/absent-modules.js';
import { bundleFunctions, ROOT } from '../../../infra/bundling/bundling.js';
import { startFakeAws } from '../../support/fake-aws-server.js';

const FIXTURES = join(ROOT, 'test/infra/fixtures');
const run = promisify(execFile);

async function runBundle(file: string, url: string): Promise<{ readonly [call: string]: unknown }> {
  const { stdout } = await run(process.execPath, ['--no-warnings', file], {
    env: {
      PATH: process.env.PATH ?? '',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL: url,
    },
  });
  return JSON.parse(stdout);
}

describe('bundleFunctions', () => {
  test('a bundle behaves like the whole SDK: same answers, same errors', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'autoland-bundle-'));
    const whole = join(folder, 'whole.mjs');
    await bundleFunctions(['every-client'], folder, FIXTURES);
    await build({
      entryPoints: [join(FIXTURES, 'every-client.ts')],
      outfile: whole,
      bundle: true,
      platform: 'node',
      format: 'esm',
      mainFields: ['module', 'main'],
      banner: { js: "import{createRequire}from'node:module';const require=createRequire('/');" },
    });
    const server = await startFakeAws();
    try {
      const ours = await runBundle(join(folder, 'every-client/index.mjs'), server.url);
      expect(ours).toEqual(await runBundle(whole, server.url));
      expect(ours).toMatchObject({
        'change set missing': { name: 'ChangeSetNotFoundException', status: 404 },
        'item refused': { name: 'ConditionalCheckFailedException', $fault: 'client' },
        'item found': { pk: 'there', n: 7, list: [true] },
        'object read': 'hello',
        'object missing': { name: 'NoSuchKey' },
        'head missing': { name: 'NotFound' },
        'task over': { name: 'TaskTimedOut', message: 'over' },
        parameter: { Value: 'v' },
      });
    } finally {
      await server.close();
    }
  });

  test.each(ABSENT_MODULES.map(({ module }) => module))(
    '%s is still what the SDK calls it',
    (module) => {
      const [, scope = '', name = '', path = ''] = /^(@[^/]+)\/([^/]+)\/?(.*)$/.exec(module) ?? [];
      const folder = join(ROOT, 'node_modules', scope, name);
      const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      expect(existsSync(folder) && (path === '' || `./${path}` in exports)).toBe(true);
    },
  );
});
