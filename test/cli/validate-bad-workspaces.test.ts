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
