import { Command, Option } from 'commander';
import { AutolandError } from '../core/errors.js';
import type { Facts } from '../core/facts/facts.js';
import { renderBootstrapEnvironment } from '../core/template/environment/render-bootstrap-environment.js';
import { describeElsewhere, parseInstallation, toBootstrapFacts } from './bootstrap-elsewhere.js';
import { parseAccount, parseName, parseRegion } from './parse-place.js';
import { readFacts } from './read-input.js';
import { openWorkspace } from './workspace-directory.js';
import { formatPairs, writeTemplate } from './write-template.js';

type Flags = {
  readonly name: string;
  readonly workspace: string;
  readonly app?: string;
  readonly facts?: string;
  readonly account?: string;
  readonly region?: string;
  readonly installation?: string;
  readonly installationName: string;
  readonly outputDir: string;
};

/** `autoland env bootstrap`: what an administrator makes once, before an environment's first deployment. */
export function bootstrapCommand(): Command {
  return new Command('bootstrap')
    .description(
      'write the template with the two roles that an environment needs before its first deployment, and for one in another account or region what lets Autoland in',
    )
    .requiredOption('-n, --name <name>', 'environment', parseName)
    .option(
      '--app <name>',
      'application (default: the one that copilot/.workspace names)',
      parseName,
    )
    .option('--workspace <folder>', 'folder that holds copilot/, or one below it', '.')
    .option('--facts <file>', 'JSON with account, artifact bucket and key, permissions boundary')
    .option(
      '--account <id>',
      "account of the environment, where it is not the installation's",
      parseAccount,
    )
    .option(
      '--region <region>',
      "region of the environment, where it is not the installation's",
      parseRegion,
    )
    .option('--installation <account/region>', 'where Autoland is installed')
    .addOption(
      new Option('--installation-name <name>', '`name` of its configuration').default('autoland'),
    )
    .option('--output-dir <folder>', 'where to write it', '.')
    .action(writeBootstrap);
}

async function writeBootstrap(flags: Flags): Promise<void> {
  const given = await readFacts(flags.facts);
  const application = await findApplication(flags, given);
  const elsewhere = findElsewhere(application, flags);
  const facts: Facts = {
    ...given,
    ...(elsewhere ? toBootstrapFacts(elsewhere, given) : {}),
    application: {
      ...given.application,
      ...(elsewhere ? { accountId: elsewhere.installation.account } : {}),
      name: application,
    },
  };
  const { template, stackName, parameters, tags } = renderBootstrapEnvironment({
    application,
    environment: flags.name,
    facts,
  });
  const file = await writeTemplate(flags.outputDir, `${stackName}.bootstrap.json`, template);
  const told = elsewhere && describeElsewhere(elsewhere, given.application?.permissionsBoundary);
  const other =
    told && (await writeTemplate(flags.outputDir, `${told.stack.name}.json`, told.stack.template));
  const deploy = `aws cloudformation deploy${elsewhere ? ` --region ${elsewhere.place.region}` : ''} --capabilities CAPABILITY_NAMED_IAM`;
  console.log(`\nAs an administrator of the environment's account and region, once:\n`);
  console.log(`${deploy} --stack-name ${stackName} --template-file ${file} \\`);
  console.log(`  --parameter-overrides ${formatPairs(parameters)} --tags ${formatPairs(tags)}`);
  if (!told) return;
  console.log(`${deploy} --stack-name ${told.stack.name} --template-file ${other}`);
  for (const line of told.lines) console.log(line);
}

async function findApplication({ app, workspace }: Flags, facts: Partial<Facts>): Promise<string> {
  const application =
    app ?? facts.application?.name ?? (await openWorkspace(workspace)).workspace.application;
  if (application) return application;
  throw new AutolandError('InputInvalid', 'the application is not known', {
    instructions: ['name it with --app'],
  });
}

/** Undefined: beside the installation. */
function findElsewhere(application: string, flags: Flags) {
  const { account, region, installation, installationName, name } = flags;
  if (account === undefined && region === undefined) return undefined;
  const home = parseInstallation(installation);
  return {
    installation: { ...home, name: installationName },
    place: {
      application,
      environment: name,
      account: account ?? home.account,
      region: region ?? home.region,
    },
  };
}
