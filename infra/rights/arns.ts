import type { Stack } from 'aws-cdk-lib';
import { PLACE_ROLE_SUFFIX } from '../../core/places/place.js';
import type { Config } from '../config.js';

/** Names inside the account and region that the rights of functions are written in. */
export type Arns = {
  readonly stacks: readonly string[];
  readonly executionRoles: readonly string[];
  /** Roles as which functions act in the places of environments that are elsewhere. */
  readonly placeRoles: readonly string[];
  readonly clusters: readonly string[];
  readonly services: readonly string[];
  readonly tasks: readonly string[];
  readonly serviceDeployments: readonly string[];
  readonly serviceRevisions: readonly string[];
  readonly repositories: readonly string[];
  readonly appRunnerServices: readonly string[];
  readonly parameters: readonly string[];
  /** Paths under which Copilot lists environments, services and jobs; with everything below. */
  readonly records: readonly string[];
  /** What environments share: Copilot's StackSet, its stacks and their artifact bucket. */
  readonly stackSets: readonly string[];
  readonly sharedStacks: readonly string[];
  readonly sharedBuckets: readonly string[];
  /** All keys of the account and region; conditions have to say which. */
  readonly keys: readonly string[];
  readonly certificates: readonly string[];
  readonly account: string;
  readonly applications: readonly string[];
};

type Pattern = {
  readonly service: string;
  readonly resource: string;
  readonly region?: string;
};

/**
 * Copilot puts the application first in every name: `<app>-<env>` and `<app>-<env>-<workload>` for stacks, roles,
 * clusters; `<app>/<workload>` for images. An application whose name begins with another one's and a hyphen is within
 * that one's reach: docs/security.md says so.
 */
export function describeArns(stack: Stack, { applications, accounts }: Config): Arns {
  const each = (pattern: Pattern, name: (application: string) => string): readonly string[] =>
    applications.map((application) =>
      stack.formatArn({ ...pattern, resourceName: name(application) }),
    );
  const ecs = (resource: string, tail: string): readonly string[] =>
    each({ service: 'ecs', resource }, (application) => `${application}-${tail}`);
  const cloudFormation = (resource: string, name: (application: string) => string) =>
    each({ service: 'cloudformation', resource }, name);
  const records = (tail: string): readonly string[] =>
    each({ service: 'ssm', resource: 'parameter' }, (app) => `copilot/applications/${app}${tail}`);
  return {
    stacks: cloudFormation('stack', (application) => `${application}-*/*`),
    executionRoles: each(
      { service: 'iam', resource: 'role', region: '' },
      (application) => `${application}-*-CFNExecutionRole`,
    ),
    // Environments in other regions of the same account have one too.
    placeRoles: [stack.account, ...accounts].flatMap((account) =>
      applications.map((application) =>
        stack.formatArn({
          service: 'iam',
          resource: 'role',
          region: '',
          account,
          resourceName: `${application}-*-${PLACE_ROLE_SUFFIX}`,
        }),
      ),
    ),
    clusters: ecs('cluster', '*'),
    services: ecs('service', '*/*'),
    tasks: ecs('task', '*/*'),
    serviceDeployments: ecs('service-deployment', '*/*/*'),
    serviceRevisions: ecs('service-revision', '*/*/*'),
    appRunnerServices: each(
      { service: 'apprunner', resource: 'service' },
      (application) => `${application}-*/*`,
    ),
    // The application has repositories and a bucket in each region of its environments (ADR 16).
    repositories: each(
      { service: 'ecr', resource: 'repository', region: '*' },
      (application) => `${application}/*`,
    ),
    // Copilot's own records: of the application, and of its environments.
    parameters: [...records(''), ...records('/environments/*')],
    records: ['/environments', '/environments/*', '/components', '/components/*'].flatMap(records),
    stackSets: cloudFormation('stackset', (application) => `${application}-infrastructure:*`),
    sharedStacks: each(
      { service: 'cloudformation', resource: 'stack', region: '*' },
      (app) => `StackSet-${app}-infrastructure-*/*`,
    ),
    // CloudFormation makes such a name of at most 24 characters of the stack's, in lower case, and the resource's.
    sharedBuckets: applications
      .flatMap((application) => [
        `stackset-${application}-infrastructure`,
        `${application}-infrastructure`,
      ])
      .map((name) => `arn:${stack.partition}:s3:::${name.slice(0, 24)}*-pipelinebuiltartifactbuc*`),
    keys: [stack.formatArn({ service: 'kms', resource: 'key', resourceName: '*' })],
    certificates: [
      stack.formatArn({
        service: 'acm',
        region: '*',
        resource: 'certificate',
        resourceName: '*',
      }),
    ],
    account: stack.account,
    applications,
  };
}
