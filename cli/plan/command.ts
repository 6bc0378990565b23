import { Command } from 'commander';
import { DeploymentOptions } from '../../core/deployment/request.js';
import { AutolandError } from '../../core/errors.js';
import { formatIssue } from '../../core/issues.js';
import { listMistakes } from '../../core/list-mistakes.js';
import { planOffline } from '../../core/plan/plan-offline.js';
import { connectApi } from '../api-client.js';
import { findCiBuild } from '../deploy/ci-environment.js';
import { toImages } from '../deploy/parse-flags.js';
import { addRequestFlags, type RequestFlags, toRequestBody } from '../deploy/request-flags.js';
import { EXIT_INVALID } from '../exit-codes.js';
import { readFacts } from '../read-input.js';
import { askForPlan } from './ask-for-plan.js';
import { formatPlan } from './format-plan.js';
import { readBaseline } from './read-baseline.js';
import { type RenderOptions, renderOffline } from './render-offline.js';

type Flags = RequestFlags & {
  readonly offline?: true;
  readonly against?: string;
  readonly facts?: string;
  readonly strict?: true;
  readonly json?: true;
  readonly api?: string;
};

const POLL_MS = 1000;

/** `autoland plan`: what a deployment would do, by CloudFormation through the API, or from templates alone. */
export function planCommand(): Command {
  return addRequestFlags(
    new Command('plan').description('tell what a deployment would do, and change nothing'),
  )
    .option('--json', 'as JSON')
    .option('--api <url>', 'address of the API (or AUTOLAND_API)')
    .option('--offline', 'compare templates, and ask nobody')
    .option(
      '--against <path>',
      'offline: workspace of the release before (folder or zip), or its bundle from the artifact bucket (default: nothing)',
    )
    .option('--facts <file>', 'offline: JSON with what the workspace does not say')
    .option('--strict', 'offline: unknown keys are errors')
    .action(async (flags: Flags) => {
      process.exitCode = await (flags.offline ? planHere(flags) : planThere(flags));
    });
}

async function planThere(flags: Flags): Promise<number> {
  for (const flag of ['against', 'facts'] as const) {
    if (flags[flag] === undefined) continue;
    throw new AutolandError('InputInvalid', `--${flag} goes with --offline: the API asks AWS`, {
      instructions: [`add --offline, or leave --${flag} out`],
    });
  }
  const body = toRequestBody(flags, findCiBuild(process.env));
  const tools = { client: connectApi(flags), pollMs: POLL_MS };
  const plan = await askForPlan({ workspace: flags.workspace, body }, tools);
  console.log(flags.json ? JSON.stringify(plan, null, 2) : formatPlan(plan));
  return 0;
}

async function planHere(flags: Flags): Promise<number> {
  const deployment = parseOptions(flags.options);
  const options = await readRenderOptions(flags);
  const rendered = await renderOffline(flags.workspace, options);
  if (!rendered.ok) {
    for (const issue of rendered.issues) console.error(formatIssue(issue));
    return EXIT_INVALID;
  }
  // Pushed images are those of this release: the one before had others.
  const before = flags.against
    ? await readBaseline(flags.against, await readRenderOptions({ ...flags, image: [] }))
    : undefined;
  const { application } = rendered.made.bundle;
  const plan = {
    application,
    environment: flags.env,
    ...planOffline(rendered.made, before, deployment),
    warnings: rendered.issues.map(formatIssue),
  };
  console.log(flags.json ? JSON.stringify(plan, null, 2) : formatPlan(plan));
  return 0;
}

/** What a request would say of rendering, as facts. */
async function readRenderOptions(flags: Flags): Promise<RenderOptions> {
  const facts = await readFacts(flags.facts);
  const { app, image = [], variable = [], name, env, strict = false } = flags;
  return {
    environment: env,
    strict,
    ...(name ? { names: name } : {}),
    facts: {
      ...facts,
      ...(app ? { application: { ...facts.application, name: app } } : {}),
      variables: { ...facts.variables, ...Object.fromEntries(variable) },
      workloadImages: { ...facts.workloadImages, ...toImages(image) },
    },
  };
}

function parseOptions(given: object | undefined): DeploymentOptions {
  const parsed = DeploymentOptions.safeParse(given ?? {}, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new AutolandError('InputInvalid', '--options does not fit', {
    instructions: listMistakes(parsed.error, '(options)').map(
      ({ field, detail }) => `${field}: ${detail}`,
    ),
  });
}
