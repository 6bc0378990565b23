import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { validateCommand } from '../../cli/validate.js';
import { BAD_WORKSPACES, type BadWorkspace, type Place } from '../support/bad-workspaces.js';
import { aWorkspace } from '../support/workspaces.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'autoland-validate-'));

/** A folder as a person has it; a zip where its paths cannot be on a disk. */
function writeWorkspace({ files, zip }: Pick<BadWorkspace, 'files' | 'zip'>): string {
  const root = folder();
  if ([...files.keys()].some((path) => path.includes('..'))) {
    writeFileSync(join(root, 'workspace.zip'), zip);
    return join(root, 'workspace.zip');
  }
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

/** Lines of `autoland validate` and its exit code. */
async function validate(workspace: string, ...flags: string[]) {
  const lines: string[] = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const before = process.exitCode;
  await validateCommand().parseAsync(['--workspace', workspace, ...flags], { from: 'user' });
  const { exitCode } = process;
  process.exitCode = before;
  return { lines, exitCode };
}

const isAbout =
  ([file, line, field]: Place) =>
  (text: string): boolean =>
    text.startsWith(line === undefined ? file : `${file}:${line}`) &&
    text.includes('  error  ') &&
    (field === undefined || text.includes(`${field}: `));

test.each(BAD_WORKSPACES)(
  'validate tells every mistake of a workspace with $name and exits 1',
  async (bad) => {
    const flags = bad.strict ? ['--strict'] : [];
    const { lines, exitCode } = await validate(writeWorkspace(bad), ...flags);
    const errors = lines.filter((line) => line.includes('  error  '));
    const untold = bad.places.filter((place) => !errors.some(isAbout(place)));
    expect(untold).toEqual([]);
    expect(errors).toHaveLength(bad.places.length);
    expect(exitCode).toBe(1);
  },
);

test('validate exits 0 for a workspace without a mistake', async () => {
  const files = aWorkspace({ workloads: [{ name: 'api', changes: false }] });
  const { lines, exitCode } = await validate(writeWorkspace({ files, zip: new Uint8Array() }));
  expect(lines.at(-1)).toMatch(/^0 errors, /);
  expect(exitCode).toBe(0);
});

const API = 'name: api\ntype: Backend Service\nimage: { location: nginx }\n';
const SITE = 'name: docs\ntype: Static Site\nfiles: [{ source: dist }]\n';

const validateTexts = (texts: { readonly [path: string]: string }) => {
  const entries = Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const);
  return validate(writeWorkspace({ files: new Map(entries), zip: new Uint8Array() }));
};

test('a file that is missing is told once', async () => {
  const { lines } = await validateTexts({
    'copilot/environments/test/manifest.yml': 'name: test\ntype: Environment\n',
    'copilot/api/manifest.yml': `${API}env_file: vars.env\n`,
    'copilot/docs/manifest.yml': SITE,
  });
  expect(lines.slice(0, -1)).toEqual([
    expect.stringContaining('env file "vars.env" is not in the workspace'),
    expect.stringContaining('there is nothing at "dist" in the workspace'),
  ]);
});

test('addons are checked where no environment has a manifest', async () => {
  const { lines, exitCode } = await validateTexts({
    'copilot/api/manifest.yml': API,
    'copilot/api/addons/table.yml': 'Resources: 5\n',
  });
  expect(lines.slice(0, -1)).toEqual([
    expect.stringMatching(/^copilot\/api\/addons\/table.yml:1:12 {2}error {2}"Resources" field /),
  ]);
  expect(exitCode).toBe(1);
});

test('a folder without a workspace is told as that', async () => {
  const { lines, exitCode } = await validateTexts({ 'src/index.js': '' });
  expect(lines).toEqual([
    'copilot  error  there is no copilot folder (give the folder that holds copilot/, or copilot/ itself)',
    '1 error, 0 warnings',
  ]);
  expect(exitCode).toBe(1);
});

test('addons without form are told, and nobody trips over them', async () => {
  const parameters = '{ App: { Type: String }, Env: { Type: 5 }, Name: { Type: String } }';
  const { lines, exitCode } = await validateTexts({
    'copilot/environments/test/manifest.yml': 'name: test\ntype: Environment\n',
    'copilot/api/manifest.yml': API,
    'copilot/api/addons/a.yml': `Parameters: ${parameters}\nResources: { A: , B: { Type: x, Properties: } }\n`,
  });
  expect(lines.slice(0, -1).map((line) => line.split('  ').slice(0, 3).join('  '))).toEqual([
    expect.stringMatching(/a.yml:1:43 {2}error {2}Parameters.Env: has no Type/),
    expect.stringMatching(/a.yml:2:\d+ {2}error {2}Resources.A: is no resource/),
    expect.stringMatching(/a.yml:2:\d+ {2}error {2}Resources.B.Properties: is no map/),
  ]);
  expect(exitCode).toBe(1);
});
