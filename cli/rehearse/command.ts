import { once } from 'node:events';
import { Command, InvalidArgumentError, Option } from 'commander';
import { formatIssue, type Issue } from '../../core/issues.js';
import { MISHAP_FORMS, type Mishap, parseMishap } from '../../local/account/mishaps.js';
import { checkPort } from '../../local/port.js';
import { prepareRehearsal } from '../../local/rehearsal/prepare.js';
import { type RehearsalResult, rehearse } from '../../local/rehearsal/rehearse.js';
import { APPROVER_ANSWERS, type ApproverAnswer } from '../../local/rehearsal/simulate-approver.js';
import { type ServeOptions, serveApi } from '../../local/serve.js';
import { EXIT_CODES, EXIT_INVALID } from '../exit-codes.js';
import { readFacts, readWorkspaceFiles } from '../read-input.js';
import { parseBake, planOptions } from './options.js';
import { formatPlan } from './plan.js';
import { formatReport } from './report.js';
import { showRehearsal } from './show.js';

type Flags = {
  readonly workspace: string;
  readonly env: string;
  readonly facts?: string;
  readonly mishap?: readonly Mishap[];
  readonly seed: number;
  readonly bake: number;
  readonly from?: 'nothing' | 'previous';
  readonly json?: true;
  readonly serve?: true | number;
  readonly approve?: ApproverAnswer;
};

const DEFAULT_PORT = 8787;

/** `autoland rehearse`: a deployment on this machine, without an AWS account. */
export function rehearseCommand(): Command {
  return new Command('rehearse')
    .description(
      'deploy a workspace into a simulated AWS account, with the state machines and functions that run on AWS',
    )
    .option(
      '-w, --workspace <folder>',
      'folder that holds copilot/',
      new URL('../../examples/shop', import.meta.url).pathname,
    )
    .option('-e, --env <name>', 'environment', 'test')
    .option(
      '--facts <file>',
      'JSON with what the workspace does not say (images, load balancers, domain, …)',
    )
    .option(
      '-m, --mishap <mishap>',
      `what goes wrong; may be given several times: ${formsOf()}`,
      collectMishap,
    )
    .addOption(
      new Option(
        '--from <state>',
        'what is there before: nothing, or the previous release (default: previous with a mishap)',
      ).choices(['nothing', 'previous']),
    )
    .option('--bake <minutes>', 'minutes under alarms before success is said', parseBake, 5)
    .addOption(
      new Option(
        '--approve <answer>',
        'ask for approval, and what a person says to it after a simulated minute',
      ).choices(APPROVER_ANSWERS),
    )
    .option('--seed <number>', 'fixes every random choice', parseNumber, 1)
    .option('--json', 'print the deployment document, as the API returns it')
    .option(
      '--serve [port]',
      `keep the API on localhost afterwards (default port: ${DEFAULT_PORT})`,
      parsePort,
    )
    .action(async (flags: Flags) => {
      process.exitCode = await run(flags);
    });
}

const formsOf = (): string =>
  Object.values(MISHAP_FORMS)
    .map((known) => known.form)
    .join(', ');

function collectMishap(text: string, before: readonly Mishap[] = []): readonly Mishap[] {
  try {
    return [...before, parseMishap(text)];
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function parseNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('must be a number, 0 or more');
  return value;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('must be a port, 1 to 65535');
  return port;
}

async function run(flags: Flags): Promise<number> {
  const read = await readWorkspaceFiles(flags.workspace);
  if (!read.ok) return rejectWith(read.issues);
  const { files } = read;
  const facts = await readFacts(flags.facts);
  const { mishap: mishaps = [], env: environment } = flags;
  const preparation = prepareRehearsal({ files, environment, facts, mishaps });
  if (!preparation.ok) return rejectWith(preparation.issues);
  const { prepared } = preparation;
  const port = flags.serve === true ? DEFAULT_PORT : flags.serve;
  if (port !== undefined) await checkPort(port);
  const from = flags.from ?? (mishaps.length > 0 ? 'previous' : 'nothing');
  if (!flags.json) console.log(formatPlan(prepared, environment, from, preparation.issues));
  const show = flags.json ? undefined : showRehearsal(prepared, process.stdout);
  const options = planOptions(flags.bake);
  const request = {
    files,
    environment,
    prepared,
    facts,
    mishaps,
    seed: flags.seed,
    options,
    from,
    approve: flags.approve,
  };
  const result = await rehearse(request, show);
  show?.end();
  if (result.kind === 'rejected') {
    const { code, detail, errors = [], issues = [] } = result.problem;
    console.error(`${code}: ${detail}`);
    for (const mistake of errors) console.error(`  ${mistake.field}: ${mistake.detail}`);
    return rejectWith(issues);
  }
  console.log(flags.json ? toJson(result) : formatReport(result));
  const print = flags.json ? console.error : console.log;
  if (port !== undefined)
    await keepServing({ port, seed: flags.seed, facts, prepared, mishaps }, print);
  const { verdict } = result.document;
  return verdict ? EXIT_CODES[verdict] : EXIT_INVALID;
}

async function keepServing(options: ServeOptions, print: (line: string) => void): Promise<void> {
  const api = await serveApi(options);
  print(
    `\nThe API listens on http://127.0.0.1:${api.port} over an empty simulated account. Ctrl-C ends it.`,
  );
  await once(process, 'SIGINT');
  await api.close();
}

function rejectWith(issues: readonly Issue[]): number {
  for (const issue of issues) console.error(formatIssue(issue));
  return EXIT_INVALID;
}

/** The deployment document as the API returns it, with what only a rehearsal knows. */
function toJson({
  document,
  transitions,
  rollback,
}: Extract<RehearsalResult, { kind: 'ended' }>): string {
  return JSON.stringify({ ...document, transitions, ...(rollback ? { rollback } : {}) }, null, 2);
}
