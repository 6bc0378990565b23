import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { stringify } from 'yaml';
import type { MergedAddons } from '../core/addons/merged-addons.js';
import { formatIssue, type Issue } from '../core/issues.js';
import type { Asset, RenderedStack } from '../core/release/release.js';
import { renderOne } from '../core/render/render-one.js';
import { readWorkspace } from '../core/workspace/read-workspace.js';
import { EXIT_INVALID } from './exit-codes.js';
import { readFacts, readWorkspaceFiles } from './read-input.js';

type Flags = {
  readonly name: string;
  readonly env: string;
  readonly outputDir: string;
  readonly workspace: string;
  readonly facts?: string;
  readonly strict?: true;
  readonly assets?: true;
};

type WrittenFile = { readonly path: string; readonly content: string | Uint8Array };

/** CodePipeline's form of a template configuration, as Copilot's `package` writes it. */
function formatParameters({ parameters, tags }: RenderedStack): string {
  return `${JSON.stringify({ Parameters: parameters, Tags: tags }, null, 2)}\n`;
}

/** Outputs of addons by what a workload does with them; flags that are false are left out. */
function formatOutputs({ outputs }: MergedAddons): string {
  const flags = {
    secret: 'isSecret',
    'managed-policy': 'isManagedPolicy',
    'security-group': 'isSecurityGroup',
  } as const;
  const list = outputs.map(({ name, kind }) =>
    kind === 'plain' ? { name } : { name, [flags[kind]]: true },
  );
  return `${JSON.stringify(list, null, 2)}\n`;
}

function stackFiles(name: string, stack: RenderedStack): readonly WrittenFile[] {
  return [
    { path: `${name}.template.json`, content: JSON.stringify(stack.template) },
    { path: `${name}.parameters.json`, content: formatParameters(stack) },
  ];
}

/** Addons beside their parent's template; alone, where there is no parent, under the plain name. */
function addonFiles(
  name: string,
  addons: MergedAddons,
  hasParent: boolean,
): readonly WrittenFile[] {
  const template = hasParent ? `${name}.addons.template.json` : `${name}.template.json`;
  return [
    { path: template, content: JSON.stringify(addons.template) },
    { path: `${name}.stack-parameters.yml`, content: stringify(addons.parameters) },
    { path: `${name}.outputs.json`, content: formatOutputs(addons) },
  ];
}

const assetFiles = (assets: readonly Asset[]): readonly WrittenFile[] =>
  assets.map(({ key, body }) => ({ path: join('assets', key), content: body }));

async function writeFiles(folder: string, files: readonly WrittenFile[]): Promise<void> {
  for (const { path, content } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
    console.log(target);
  }
}

function printIssues(issues: readonly Issue[]): void {
  for (const issue of issues) console.error(formatIssue(issue));
}

async function packageOne(flags: Flags): Promise<number> {
  const { name, env: environment, strict = false } = flags;
  const read = await readWorkspaceFiles(flags.workspace);
  if (!read.ok) {
    printIssues(read.issues);
    return EXIT_INVALID;
  }
  const { workspace, issues } = readWorkspace(read.files);
  const facts = await readFacts(flags.facts);
  // Offline there is nobody to ask: a workspace without .workspace gets a name that shows what is missing.
  const application = { name: workspace.application ?? 'application', ...facts.application };
  const rendered = renderOne({
    workspace,
    facts: { ...facts, application },
    environment,
    name,
    strict,
    missingInputs: 'warning',
    faults: 'warning',
    uploadsAssets: flags.assets ?? false,
  });
  // Files that cannot be read concern other parts of the workspace as well: they are told, the rest is rendered.
  printIssues([...issues, ...rendered.issues]);
  if (!rendered.ok) return EXIT_INVALID;
  const { stack, addons } = rendered;
  await writeFiles(flags.outputDir, [
    ...(stack === undefined ? [] : stackFiles(name, stack)),
    ...(addons === undefined ? [] : addonFiles(name, addons, stack !== undefined)),
    ...(flags.assets && stack ? assetFiles(stack.assets) : []),
  ]);
  return 0;
}

/** `autoland package`: the CloudFormation of one workload, environment or addons, without asking AWS anything. */
export function packageCommand(): Command {
  return new Command('package')
    .description(
      'write the CloudFormation template and parameters of one workload, environment or addons',
    )
    .requiredOption(
      '-n, --name <name>',
      'workload, environment, environment addons, or "environments" for the shared addons',
    )
    .requiredOption('-e, --env <name>', 'environment')
    .option('-o, --output-dir <folder>', 'where to write', './infrastructure')
    .option('-w, --workspace <folder>', 'folder that holds copilot/', '.')
    .option(
      '--facts <file>',
      'JSON with what the workspace does not say (images, load balancers, domain, …)',
    )
    .option('--strict', 'take unknown keys as errors')
    .option(
      '--assets',
      'write the files for the artifact bucket too, and point the parameters to them',
    )
    .action(async (flags: Flags) => {
      process.exitCode = await packageOne(flags);
    });
}
