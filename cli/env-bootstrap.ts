import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { AutolandError } from '../core/errors.js';
import { renderBootstrapEnvironment } from '../core/template/environment/render-bootstrap-environment.js';
import { readFacts } from './read-input.js';
import { openWorkspace } from './workspace-directory.js';

type Flags = {
  readonly name: string;
  readonly workspace: string;
  readonly app?: string;
  readonly facts?: string;
  readonly outputDir: string;
};

/** `autoland env bootstrap`: the two roles of an environment, which an administrator makes once. */
export function bootstrapCommand(): Command {
  return new Command('bootstrap')
    .description(
      'write the template with the two roles that an environment needs before its first deployment',
    )
    .requiredOption('-n, --name <name>', 'environment')
    .option('--app <name>', 'application (default: the one that copilot/.workspace names)')
    .option('--workspace <folder>', 'folder that holds copilot/, or one below it', '.')
    .option('--facts <file>', 'JSON with account, artifact bucket and key, permissions boundary')
    .option('--output-dir <folder>', 'where to write it', '.')
    .action(writeBootstrap);
}

async function writeBootstrap(flags: Flags): Promise<void> {
  const facts = await readFacts(flags.facts);
  const application =
    flags.app ??
    facts.application?.name ??
    (await openWorkspace(flags.workspace)).workspace.application;
  if (!application) {
    throw new AutolandError('InputInvalid', 'the application is not known', {
      instructions: ['name it with --app'],
    });
  }
  const { template, stackName, parameters, tags } = renderBootstrapEnvironment({
    application,
    environment: flags.name,
    facts: { ...facts, application: { ...facts.application, name: application } },
  });
  const file = join(flags.outputDir, `${stackName}.bootstrap.json`);
  await mkdir(flags.outputDir, { recursive: true });
  await writeFile(file, `${JSON.stringify(template, null, 2)}\n`);
  console.log(
    `Wrote ${file}. As an administrator of the environment's account and region, once:\n`,
  );
  console.log(
    `aws cloudformation deploy --stack-name ${stackName} --template-file ${file} --capabilities CAPABILITY_NAMED_IAM \\`,
  );
  console.log(`  --parameter-overrides ${pairs(parameters)} --tags ${pairs(tags)}`);
}

const pairs = (values: { readonly [name: string]: string }): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
