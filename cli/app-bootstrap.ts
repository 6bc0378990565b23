import { readFile, stat } from 'node:fs/promises';
import { Command } from 'commander';
import { parseDeployedTemplate } from '../core/deletion/parse-deployed-template.js';
import { AutolandError } from '../core/errors.js';
import { TEMPLATE_VERSION } from '../core/facts/describe-environment.js';
import {
  extendInfrastructure,
  type InfrastructureState,
  readInfrastructure,
} from '../core/template/application/deployed-infrastructure.js';
import { renderApplicationInfrastructure } from '../core/template/application/render-infrastructure.js';
import { renderApplicationRoles } from '../core/template/application/render-roles.js';
import { listApplicationCommands } from './application-commands.js';
import { openWorkspace } from './workspace-directory.js';
import { writeTemplate } from './write-template.js';

type Flags = {
  readonly app?: string;
  readonly workspace: string;
  readonly account: string;
  readonly region: string;
  readonly envRegion?: readonly string[];
  readonly envAccount?: readonly string[];
  readonly domain?: string;
  readonly domainHostedZoneId?: string;
  readonly permissionsBoundary?: string;
  readonly tag?: readonly string[];
  readonly deployed?: string;
  readonly outputDir: string;
};

/** `autoland app bootstrap`: what an administrator makes once, before an application's first environment. */
export function appBootstrapCommand(): Command {
  return new Command('bootstrap')
    .description(
      'write the templates of what the environments of an application share: roles, bucket, key, repositories of the workloads here',
    )
    .requiredOption('--account <id>', 'account of the application: that of the installation')
    .requiredOption('--region <region>', 'region of the application: that of the installation')
    .option('--env-region <region...>', 'where its environments are (default: --region)')
    .option('--env-account <id...>', 'accounts of environments, where they are others')
    .option('--app <name>', 'application (default: the one that copilot/.workspace names)')
    .option('--workspace <folder>', 'folder that holds copilot/, or one below it', '.')
    .option('--domain <name>', 'domain in Route 53, of which the application gets a part')
    .option('--domain-hosted-zone-id <id>', 'hosted zone of the domain')
    .option('--permissions-boundary <name>', 'IAM policy that bounds every role')
    .option('--tag <key=value...>', 'tags of all that is made')
    .option(
      '--deployed <file>',
      'template of the StackSet as it is deployed: it is extended, and nothing of it is taken away',
    )
    .option('--output-dir <folder>', 'where to write them', '.')
    .action(writeBootstrap);
}

async function writeBootstrap(flags: Flags): Promise<void> {
  checkFlags(flags);
  const { account, region, domain, domainHostedZoneId, permissionsBoundary, outputDir } = flags;
  const { workspace } = await openWorkspace(flags.workspace);
  const application = flags.app ?? workspace.application;
  if (!application) throw mistaken('the application is not known', 'name it with --app');
  const deployed = await readDeployed(flags.deployed);
  const state = extendInfrastructure(deployed, {
    accounts: [account, ...(flags.envAccount ?? [])],
    workloads: workspace.workloads.map(({ name, type }) => ({
      name,
      withRepository: type !== 'Static Site',
    })),
  });
  const shared = {
    application,
    templateVersion: TEMPLATE_VERSION,
    resourceTags: readTags(flags.tag ?? []),
  };
  const zone = domain && domainHostedZoneId ? { domain, domainHostedZoneId } : {};
  const boundary = permissionsBoundary ? { permissionsBoundary } : {};
  const roles = renderApplicationRoles({
    ...shared,
    ...zone,
    ...boundary,
    accountId: account,
    delegatedAccounts: state.accounts,
  });
  const infrastructure = renderApplicationInfrastructure({ ...shared, ...state });
  const files = {
    roles: await writeTemplate(outputDir, `${roles.stackName}.json`, roles.template),
    infrastructure: await writeTemplate(
      outputDir,
      `${infrastructure.stackName}.json`,
      infrastructure.template,
    ),
  };
  console.log(`  with ${describeRepositories(state.workloads)}`);
  const { size } = await stat(files.infrastructure);
  const commands = listApplicationCommands(
    {
      application,
      account,
      region,
      regions: flags.envRegion ?? (deployed ? [] : [region]),
      roles,
      infrastructure,
      version: state.version,
      isDeployed: deployed !== undefined,
      record: {
        name: application,
        account,
        ...boundary,
        domain: domain ?? '',
        domainHostedZoneID: domainHostedZoneId ?? '',
        version: '1.0',
        ...(flags.tag ? { tags: shared.resourceTags } : {}),
      },
    },
    files,
    size,
  );
  for (const line of commands) console.log(line);
}

function describeRepositories(workloads: InfrastructureState['workloads']): string {
  const names = workloads.filter((one) => one.withRepository).map(({ name }) => name);
  return names.length > 0 ? `image repositories of ${names.join(', ')}` : 'no image repository yet';
}

function checkFlags({ account, envAccount = [], domain, domainHostedZoneId }: Flags): void {
  for (const one of [account, ...envAccount])
    if (!/^\d{12}$/.test(one)) throw mistaken(`${one} is no account`, 'an account has 12 digits');
  if ((domain === undefined) !== (domainHostedZoneId === undefined))
    throw mistaken(
      'a domain and its hosted zone go together',
      'give both --domain and --domain-hosted-zone-id, or none',
    );
}

async function readDeployed(file: string | undefined): Promise<InfrastructureState | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch(() => {
    throw mistaken(
      `${file} cannot be read`,
      'write it: aws cloudformation describe-stack-set --stack-set-name APP-infrastructure --query StackSet.TemplateBody --output text',
    );
  });
  const state = readInfrastructure(parseDeployed(file, text));
  if (state.version > 0) return state;
  throw mistaken(
    `${file} is not the template of an application's StackSet: its metadata has no version`,
    'take the one that describe-stack-set gives',
  );
}

function parseDeployed(file: string, text: string) {
  try {
    return parseDeployedTemplate(text);
  } catch (error) {
    throw mistaken(
      `${file} is no template: ${String(error)}`,
      'take it as describe-stack-set gives it',
    );
  }
}

function readTags(tags: readonly string[]): { readonly [name: string]: string } {
  return Object.fromEntries(
    tags.map((tag) => {
      const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(tag) ?? [];
      if (name) return [name, value];
      throw mistaken(`${tag} is no tag`, 'write tags as key=value');
    }),
  );
}

const mistaken = (message: string, instruction: string): AutolandError =>
  new AutolandError('InputInvalid', message, { instructions: [instruction] });
