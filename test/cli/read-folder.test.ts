import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFolder } from '../../cli/read-folder.js';
import { AutolandError } from '../../core/errors.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'autoland-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, content: string | Buffer): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}

function link(file: string, target: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  symlinkSync(target, path.join(folder, file));
}

const list = async (): Promise<readonly string[]> => [...(await readFolder(folder)).keys()];
const service = (fields: string) =>
  `name: api\ntype: Backend Service\nimage: { build: D }\n${fields}`;

test('copilot/ is read, and no more of the repository than it names', async () => {
  write('copilot/api/manifest.yml', service(''));
  write('copilot/api/overrides/node_modules/left/index.js', '');
  write('src/index.js', '');
  write('.env', 'SECRET=1');
  write('dump.bin', Buffer.alloc(25_000_001));
  expect(await list()).toEqual(['copilot/api/manifest.yml']);
  const files = await readFolder(folder);
  expect(new TextDecoder().decode(files.get('copilot/api/manifest.yml'))).toBe(service(''));
});

test('env files of all containers and environments are read', async () => {
  write(
    'copilot/api/manifest.yml',
    service(`env_file: ./main.env
logging: { env_file: log.env }
sidecars: { proxy: { image: x, env_file: config/proxy.env } }
environments: { prod: { env_file: '\${COPILOT_ENVIRONMENT_NAME}.env' } }
`),
  );
  for (const file of ['main.env', 'log.env', 'config/proxy.env', 'prod.env', 'prod.txt']) {
    write(file, 'A=1');
  }
  expect((await list()).filter((file) => !file.startsWith('copilot/'))).toEqual([
    'config/proxy.env',
    'log.env',
    'main.env',
    'prod.env',
  ]);
});

test('files of a static site are read, whatever a variable in their path may be', async () => {
  const files = "files: [{ source: dist/ }, { source: 'brands/${BRAND}/site' }]";
  write('copilot/docs/manifest.yml', `name: docs\ntype: Static Site\n${files}\n`);
  for (const file of ['dist/a/b.html', 'brands/one/site/i.html', 'brands/one/x', 'brand']) {
    write(file, '');
  }
  expect(await list()).toEqual([
    'brands/one/site/i.html',
    'copilot/docs/manifest.yml',
    'dist/a/b.html',
  ]);
});

test('code of functions is read with its node_modules', async () => {
  const handler = (code: string) =>
    `Resources: { F: { Type: 'AWS::Lambda::Function', Properties: { Code: ${code} } } }\n`;
  write('copilot/api/manifest.yml', service(''));
  write('copilot/api/addons/f.yml', handler('lambdas/resize'));
  write('copilot/environments/addons/g.yml', handler('lambdas/all'));
  write('copilot/bus/manifest.yml', 'name: bus\ntype: Environment Addons\n');
  write('copilot/bus/addons/h.yml', handler('!Ref Code'));
  write('lambdas/resize/index.js', '');
  write('lambdas/resize/node_modules/sharp/index.js', '');
  write('lambdas/all/index.js', '');
  write('lambdas/none/index.js', '');
  expect((await list()).filter((file) => !file.startsWith('copilot/'))).toEqual([
    'lambdas/all/index.js',
    'lambdas/resize/index.js',
    'lambdas/resize/node_modules/sharp/index.js',
  ]);
});

test('the folder copilot/ itself is read whole', async () => {
  write('.workspace', 'application: shop\n');
  write('api/manifest.yml', service(''));
  expect(await list()).toEqual(['.workspace', 'api/manifest.yml']);
});

test('the one folder in a folder may be the workspace', async () => {
  write('shop/copilot/api/manifest.yml', service(''));
  write('.DS_Store', '');
  expect(await list()).toEqual(['copilot/api/manifest.yml']);
});

test('a folder without a workspace is not searched', async () => {
  write('src/index.js', '');
  write('other/shop/copilot/api/manifest.yml', service(''));
  expect(await list()).toEqual([]);
});

test('links are followed inside of the workspace', async () => {
  write('copilot/api/manifest.yml', service(''));
  write('shared/addons/table.yml', 'Resources: {}');
  link('copilot/api/addons', '../../shared/addons');
  link('copilot/loop', '..');
  link('copilot/nowhere', './gone');
  expect(await list()).toEqual([
    'copilot/api/addons/table.yml',
    'copilot/api/manifest.yml',
    'copilot/loop/shared/addons/table.yml',
  ]);
});

test('a link out of the workspace is refused', async () => {
  link('copilot/api/manifest.yml', '/etc/passwd');
  await expect(readFolder(folder)).rejects.toThrow(AutolandError);
  await expect(readFolder(folder)).rejects.toThrow(
    'copilot/api/manifest.yml is a link that leads out of the workspace',
  );
});

test('paths that lead out of the workspace are not read', async () => {
  write('copilot/api/manifest.yml', service('env_file: ../../etc/x.env\n'));
  expect(await list()).toEqual(['copilot/api/manifest.yml']);
});

test('what is too large or too much is refused', async () => {
  write('copilot/docs/manifest.yml', 'name: docs\ntype: Static Site\nfiles: [{ source: site }]\n');
  write('site/film.mp4', Buffer.alloc(25_000_001));
  await expect(readFolder(folder)).rejects.toThrow(
    'site/film.mp4 has 25000001 bytes, more than 25000000',
  );
  rmSync(path.join(folder, 'site/film.mp4'));
  for (let index = 0; index <= 10_000; index += 1) write(`site/${index}`, '');
  await expect(readFolder(folder)).rejects.toThrow('more than 10000 files or 100000000 bytes');
});

test('a file is no workspace', async () => {
  write('file', '');
  await expect(readFolder(path.join(folder, 'file'))).rejects.toThrow('is not a folder');
});
