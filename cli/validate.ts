import { Command } from 'commander';
import { checkWorkspace } from '../core/check/check-workspace.js';
import { formatIssue, hasErrors, type Issue } from '../core/issues.js';
import { readWorkspace } from '../core/workspace/read-workspace.js';
import { EXIT_INVALID } from './exit-codes.js';
import { readFacts, readWorkspaceFiles } from './read-input.js';

type Flags = {
  readonly workspace: string;
  readonly env?: readonly string[];
  readonly facts?: string;
  readonly strict?: true;
};

/** `autoland validate`: every mistake at once. */
export function validateCommand(): Command {
  return new Command('validate')
    .description('tell every mistake of a workspace at once, with file, line, field and what to do')
    .option('-w, --workspace <path>', 'folder that holds copilot/, or a zip of it', '.')
    .option('-e, --env <names...>', 'environments to check for (default: all of the workspace)')
    .option('--facts <file>', 'JSON with what the workspace does not say')
    .option('--strict', 'unknown keys are errors')
    .action(async (flags: Flags) => {
      process.exitCode = await run(flags);
    });
}

async function run(flags: Flags): Promise<number> {
  const read = await readWorkspaceFiles(flags.workspace);
  if (!read.ok) return report(read.issues);
  const { workspace, issues } = readWorkspace(read.files);
  const facts = await readFacts(flags.facts);
  const found = checkWorkspace(workspace, {
    application: facts.application?.name ?? workspace.application ?? 'application',
    facts,
    strict: flags.strict === true,
    ...(flags.env ? { environments: flags.env } : {}),
  });
  return report([...issues, ...found]);
}

function report(issues: readonly Issue[]): number {
  for (const issue of issues) console.log(formatIssue(issue));
  const errors = issues.filter((issue) => issue.severity === 'error').length;
  const warnings = issues.length - errors;
  console.log(`${counted(errors, 'error')}, ${counted(warnings, 'warning')}`);
  return hasErrors(issues) ? EXIT_INVALID : 0;
}

const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;
