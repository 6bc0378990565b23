import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { CUSTOM_RESOURCE_NAMES } from '../../../core/template/custom-resource-function.js';
import { CUSTOM_RESOURCES } from '../../../functions/custom-resources/catalogue.js';
import {
  listCustomResourceKeys,
  readCustomResourceCode,
} from '../../../functions/support/facts/custom-resource-code.js';
import { ENV } from '../../../functions/support/runtime/env.js';
import { bundleFunctions } from '../../../infra/bundling/bundling.js';
import {
  bundleCustomResources,
  CODE_FOLDER,
  placeCustomResources,
} from '../../../infra/bundling/custom-resources.js';

const run = promisify(execFile);
let bundled: ReturnType<typeof bundleCustomResources> | undefined;
/** Bundled once for all tests. */
const getZips = () => {
  bundled ??= bundleCustomResources();
  return bundled;
};
const aFolder = () => mkdtempSync(join(tmpdir(), 'autoland-code-'));

/** What modules export, loaded as Lambda loads them: alone in a folder, no packages around them. */
async function listExports(files: readonly string[]): Promise<readonly (readonly string[])[]> {
  const script = `console.log(JSON.stringify(await Promise.all(${JSON.stringify(files)}.map(async (file) => Object.keys(await import(file))))))`;
  const { stdout } = await run(
    process.execPath,
    ['--no-warnings', '--input-type=module', '-e', script],
    { cwd: tmpdir(), env: { PATH: process.env.PATH ?? '', AWS_REGION: 'eu-west-1' } },
  );
  return JSON.parse(stdout);
}

test('every zip holds one module that loads by itself and exports the handler that templates name', async () => {
  const folder = aFolder();
  const zips = await getZips();
  expect(zips.map(({ name }) => name)).toEqual(CUSTOM_RESOURCE_NAMES);
  const files = zips.map(({ name, body }) => {
    const entries = unzipSync(body);
    expect(Object.keys(entries)).toEqual(['index.mjs']);
    const file = join(folder, `${name}.mjs`);
    writeFileSync(file, entries['index.mjs'] ?? '');
    return file;
  });
  const exported = await listExports(files);
  for (const [index, { name }] of zips.entries())
    expect(exported[index]).toContain(CUSTOM_RESOURCES[name].handler);
});

test('the same code gives the same bytes, under a key that tells them', async () => {
  const [one, other] = [await getZips(), await bundleCustomResources()];
  expect(other).toEqual(one);
  for (const { name, key } of one)
    expect(key).toMatch(
      new RegExp(`^manual/scripts/custom-resources/${name.toLowerCase()}/[0-9a-f]{64}\\.zip$`),
    );
  expect(new Set(one.map(({ key }) => key)).size).toBe(CUSTOM_RESOURCE_NAMES.length);
});

test('keys lie beside every function that renders, zips only beside those that upload', async () => {
  const folder = aFolder();
  const metafile = await bundleFunctions(['check-workspace', 'plan', 'render', 'verify'], folder);
  const zips = await getZips();
  await placeCustomResources(folder, metafile, zips);
  const filesOf = (name: string) => readdirSync(join(folder, name, CODE_FOLDER)).sort();
  const all = ['index.json', ...CUSTOM_RESOURCE_NAMES.map((name) => `${name}.zip`)].sort();
  expect(filesOf('check-workspace')).toEqual(['index.json']);
  expect(filesOf('render')).toEqual(all);
  expect(filesOf('plan')).toEqual(all);
  expect(existsSync(join(folder, 'verify', CODE_FOLDER))).toBe(false);

  process.env[ENV.customResourceFolder] = join(folder, 'render', CODE_FOLDER);
  const keys = await listCustomResourceKeys();
  for (const { name, key, body } of zips) {
    expect(keys[name]).toBe(key);
    expect(Buffer.from(await readCustomResourceCode(name)).equals(body)).toBe(true);
  }
  delete process.env[ENV.customResourceFolder];
});
