import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatIssue } from '../core/issues.js';
import type { RenderedStack } from '../core/release/release.js';
import { replaceMockUps, TOLERATED, type Tolerated } from './cfn-lint-tolerated.js';
import {
  listExamples,
  listGoldenWorkspaces,
  type RenderTarget,
  renderSurroundings,
  renderTarget,
} from './rendered-workspaces.js';

// cfn-lint over everything that the renderer makes of examples/ and, where ../shared is there, of the golden
// workspaces. Prints `N passed, M failed`; says that it skipped where cfn-lint cannot be installed.

const HOME = join(import.meta.dirname, '../.autoland/lint-cfn');
const TEMPLATES = join(HOME, 'templates');
const PYTHON = join(HOME, 'venv/bin/python');
const LINTER = join(HOME, 'venv/bin/cfn-lint');
const CFN_LINT = 'cfn-lint==1.58.0';

type Written = {
  /** Names of templates by file; nested templates of addons are templates too. */
  readonly files: ReadonlyMap<string, string>;
  /** Workspaces that gave no template at all. */
  readonly unrendered: number;
};

type Finding = {
  readonly Filename: string;
  readonly Level: 'Error' | 'Warning' | 'Informational';
  readonly Message: string;
  readonly Location: { readonly Path?: readonly (string | number)[] };
  readonly Rule: { readonly Id: string };
};

function describeError(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n').slice(0, 2).join(' ');
}

/** Installs cfn-lint into a virtual environment of its own; says why where that cannot be. */
function installLinter(): string | undefined {
  if (existsSync(LINTER)) return undefined;
  try {
    execFileSync('python3', ['-m', 'venv', join(HOME, 'venv')], { stdio: 'pipe' });
    execFileSync(PYTHON, ['-m', 'pip', 'install', '--quiet', CFN_LINT], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    rmSync(join(HOME, 'venv'), { recursive: true, force: true });
    return describeError(error);
  }
}

function writeStack(id: string, stack: RenderedStack, written: Map<string, string>): void {
  const write = (name: string, body: string | Uint8Array): void => {
    const file = join(TEMPLATES, `${name}.${typeof body === 'string' ? 'json' : 'yml'}`);
    writeFileSync(file, body);
    written.set(file, name);
  };
  write(`${id}.${stack.kind}.${stack.name}`, replaceMockUps(JSON.stringify(stack.template)));
  const nested = stack.assets.filter(({ key }) => /addons\/[^/]+\/[^/]+\.(yml|json)$/.test(key));
  for (const { body } of nested) write(`${id}.${stack.kind}.${stack.name}.addons`, body);
}

async function writeTemplates(targets: readonly RenderTarget[]): Promise<Written> {
  rmSync(TEMPLATES, { recursive: true, force: true });
  mkdirSync(TEMPLATES, { recursive: true });
  const files = new Map<string, string>();
  let unrendered = 0;
  for (const target of targets) {
    const { stacks, issues } = await renderTarget(target);
    for (const stack of stacks) writeStack(target.id, stack, files);
    if (stacks.length > 0) continue;
    unrendered += 1;
    console.log(`${target.id}: not rendered\n${issues.map(formatIssue).join('\n')}`);
  }
  for (const target of listExamples()) {
    for (const { id, template } of await renderSurroundings(target)) {
      const file = join(TEMPLATES, `${target.id}.${id}.json`);
      writeFileSync(file, JSON.stringify(template));
      files.set(file, `${target.id}.${id}`);
    }
  }
  return { files, unrendered };
}

function lint(files: readonly string[]): readonly Finding[] {
  const { stdout, stderr } = spawnSync(
    LINTER,
    ['--format', 'json', '--non-zero-exit-code', 'none', '--', ...files],
    { encoding: 'utf8', maxBuffer: 1e9 },
  );
  if (stdout.trim() === '') {
    if (stderr.trim() !== '') throw new Error(stderr);
    return [];
  }
  return JSON.parse(stdout) as readonly Finding[];
}

const findTolerance = ({ Rule, Message }: Finding): Tolerated | undefined =>
  TOLERATED.find(({ rule, message }) => rule === Rule.Id && (message?.test(Message) ?? true));

function report({ files, unrendered }: Written, findings: readonly Finding[]): number {
  const counts = new Map<Tolerated, number>();
  const failed = new Set<string>();
  for (const finding of findings) {
    const tolerated = findTolerance(finding);
    if (tolerated) counts.set(tolerated, (counts.get(tolerated) ?? 0) + 1);
    else {
      const { Filename, Rule, Message, Location } = finding;
      failed.add(Filename);
      const place = (Location.Path ?? []).join('.');
      console.log(`${files.get(Filename) ?? Filename}: ${Rule.Id} ${place}: ${Message}`);
    }
  }
  for (const [{ rule, why }, count] of [...counts].sort(([a], [b]) => a.rule.localeCompare(b.rule)))
    console.log(`${String(count).padStart(4)} × ${rule}: ${why}`);
  console.log(`${files.size - failed.size} passed, ${failed.size + unrendered} failed`);
  return failed.size + unrendered;
}

const targets = [...listExamples(), ...listGoldenWorkspaces()];
const obstacle = installLinter();
if (obstacle) {
  console.log(`skipped: cfn-lint cannot be installed here (${obstacle})`);
} else {
  const written = await writeTemplates(targets);
  process.exitCode = report(written, lint([...written.files.keys()])) === 0 ? 0 : 1;
}
