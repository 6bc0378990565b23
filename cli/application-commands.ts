import type { ApplicationStack } from '../core/template/application/application-stack.js';
import { findPartition } from '../core/template/partition.js';
import { formatPairs, quote } from './write-template.js';

export type ApplicationBootstrap = {
  readonly application: string;
  readonly account: string;
  /** Where the application is kept: its roles, its StackSet, its record. */
  readonly region: string;
  /** Where its environments are; empty: nothing new. */
  readonly regions: readonly string[];
  readonly roles: ApplicationStack;
  readonly infrastructure: ApplicationStack;
  /** The StackSet exists already. */
  readonly isDeployed: boolean;
  readonly version: number;
  readonly record: { readonly [field: string]: unknown };
};

export type WrittenFiles = { readonly roles: string; readonly infrastructure: string };

/** CloudFormation takes templates up to this length in a call, longer ones out of a bucket. */
const MOST_INLINE = 51_200;

/** What an administrator of the application's account runs, in order. `length`: of the StackSet's template, in bytes. */
export function listApplicationCommands(
  bootstrap: ApplicationBootstrap,
  files: WrittenFiles,
  length: number,
): readonly string[] {
  const { application, region, roles, infrastructure, isDeployed } = bootstrap;
  const name = infrastructure.stackName;
  const given = Object.fromEntries(
    Object.entries(roles.parameters).filter(([, value]) => value !== ''),
  );
  const isInline = length <= MOST_INLINE;
  const template = isInline
    ? `--template-body file://${quote(files.infrastructure)}`
    : `--template-url https://BUCKET.s3.${region}.amazonaws.com/${name}.json`;
  return [
    '\nAs an administrator of the account of the application, in this order:\n',
    `aws cloudformation deploy --region ${region} --capabilities CAPABILITY_NAMED_IAM --stack-name ${roles.stackName} --template-file ${quote(files.roles)} \\`,
    `  --parameter-overrides ${formatPairs(given)} --tags ${formatPairs(roles.tags)}`,
    ...(isInline
      ? []
      : [
          `aws s3 cp ${quote(files.infrastructure)} s3://BUCKET/${name}.json   # a bucket of yours`,
        ]),
    ...(isDeployed ? updateStackSet(bootstrap, template) : createStackSet(bootstrap, template)),
    ...(bootstrap.regions.length > 0 ? createInstances(bootstrap) : []),
    ...(isDeployed
      ? []
      : [
          `aws ssm put-parameter --region ${region} --type String --name /copilot/applications/${application} \\`,
          `  --value ${quote(JSON.stringify(bootstrap.record))}`,
        ]),
  ];
}

function createStackSet(bootstrap: ApplicationBootstrap, template: string): readonly string[] {
  const { region, infrastructure } = bootstrap;
  return [
    `aws cloudformation create-stack-set --region ${region} --stack-set-name ${infrastructure.stackName} ${template} \\`,
    `  ${roleFlags(bootstrap)} --tags ${formatTags(infrastructure.tags)}`,
  ];
}

/** The version is the id of the operation: should somebody else have changed it meanwhile, the command is refused. */
function updateStackSet(bootstrap: ApplicationBootstrap, template: string): readonly string[] {
  const { region, infrastructure, version } = bootstrap;
  return [
    `aws cloudformation update-stack-set --region ${region} --stack-set-name ${infrastructure.stackName} ${template} \\`,
    `  ${roleFlags(bootstrap)} --operation-id ${version}`,
    ...(bootstrap.regions.length > 0
      ? [
          '# when that operation has ended (describe-stack-set-operation); until then it is refused:',
        ]
      : []),
  ];
}

function createInstances({
  account,
  region,
  regions,
  infrastructure,
}: ApplicationBootstrap): readonly string[] {
  return [
    `aws cloudformation create-stack-instances --region ${region} --stack-set-name ${infrastructure.stackName} --accounts ${account} --regions ${regions.join(' ')}`,
  ];
}

function roleFlags({ application, account, region }: ApplicationBootstrap): string {
  const role = `arn:${findPartition(region)}:iam::${account}:role/${application}-adminrole`;
  return `--administration-role-arn ${role} --execution-role-name ${application}-executionrole`;
}

const formatTags = (tags: ApplicationStack['tags']): string =>
  Object.entries(tags)
    .map(([name, value]) => quote(`Key=${name},Value=${value}`))
    .join(' ');
