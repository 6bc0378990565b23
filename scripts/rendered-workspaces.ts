import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFolder } from '../cli/read-folder.js';
import { Facts } from '../core/facts/facts.js';
import type { Issue } from '../core/issues.js';
import type { RenderedStack } from '../core/release/release.js';
import { renderRelease } from '../core/render/render-release.js';
import { renderApplicationInfrastructure } from '../core/template/application/render-infrastructure.js';
import { renderApplicationRoles } from '../core/template/application/render-roles.js';
import type { Template } from '../core/template/cloudformation.js';
import { renderBootstrapEnvironment } from '../core/template/environment/render-bootstrap-environment.js';
import { readWorkspace } from '../core/workspace/read-workspace.js';

const ROOT = join(import.meta.dirname, '..');

/** One environment of a workspace on disk. */
export type RenderTarget = {
  /** `shop-test`. */
  readonly id: string;
  readonly folder: string;
  readonly environment: string;
  readonly facts: unknown;
};

const readJson = (file: string): unknown =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;

const listFolders = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];

const listEnvironments = (folder: string): readonly string[] =>
  listFolders(join(folder, 'copilot/environments')).filter((name) =>
    existsSync(join(folder, 'copilot/environments', name, 'manifest.yml')),
  );

/** Every environment of every workspace below examples/; facts from the example's facts.json. */
export function listExamples(): readonly RenderTarget[] {
  return listFolders(join(ROOT, 'examples')).flatMap((name) => {
    const folder = join(ROOT, 'examples', name);
    const facts = readJson(join(folder, 'facts.json'));
    return listEnvironments(folder).map((environment) => ({
      id: `${name}-${environment}`,
      folder,
      environment,
      facts,
    }));
  });
}

/** Workspaces of the golden cases that deploy something, where ../shared is there. */
export function listGoldenWorkspaces(): readonly RenderTarget[] {
  const cases = join(ROOT, '../shared/golden/cases');
  return listFolders(cases).flatMap((id) => {
    const { kind, environment } = readJson(join(cases, id, 'case.json')) as {
      readonly kind: string;
      readonly environment?: string;
    };
    if (!['workload', 'environment'].includes(kind) || environment === undefined) return [];
    const facts = readJson(join(cases, id, 'facts.json'));
    return [{ id, folder: join(cases, id, 'workspace'), environment, facts }];
  });
}

export type Rendered = {
  readonly stacks: readonly RenderedStack[];
  readonly issues: readonly Issue[];
};

/** What a deployment would have gathered, for what facts.json does not say: linters want ARNs that look like ARNs. */
function completeFacts(application: string, environment: string, given: unknown): Facts {
  const facts = Facts.parse(given ?? { application: { name: application } });
  const accountId = facts.environment?.accountId ?? '111122223333';
  const region = facts.environment?.region ?? 'eu-west-1';
  const role = (name: string) =>
    `arn:aws:iam::${accountId}:role/${application}-${environment}-${name}`;
  return {
    ...facts,
    application: { accountId, ...facts.application },
    templateVersion: facts.templateVersion ?? 'v1.34.0',
    environment: {
      name: environment,
      accountId,
      region,
      version: 'v1.34.0',
      serviceDiscoveryEndpoint: `${environment}.${application}.local`,
      artifactBucket: 'autoland-artifacts',
      artifactKeyArn: `arn:aws:kms:${region}:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
      executionRoleArn: role('CFNExecutionRole'),
      managerRoleArn: role('EnvManagerRole'),
      ...facts.environment,
    },
  };
}

/** Renders all stacks of the target; what is missing for a deployment (pushed images) is a warning. */
export async function renderTarget({
  folder,
  environment,
  facts,
}: RenderTarget): Promise<Rendered> {
  const { workspace, issues } = readWorkspace(await readFolder(folder));
  const rendered = renderRelease({
    workspace,
    environment,
    facts: completeFacts(workspace.application ?? 'demo', environment, facts),
    missingInputs: 'warning',
  });
  return {
    stacks: rendered.ok ? rendered.stacks : [],
    issues: [...issues, ...rendered.issues],
  };
}

/** A stack that is there before any release. */
export type SurroundingStack = {
  /** `bootstrap.test`, `application.roles`. */
  readonly id: string;
  readonly stackName: string;
  readonly template: Template;
  readonly parameters: { readonly [name: string]: string };
  readonly tags: { readonly [name: string]: string };
};

/** The two roles of the target's environment, and the two stacks of its application. */
export async function renderSurroundings(
  target: RenderTarget,
): Promise<readonly SurroundingStack[]> {
  const { environment } = target;
  const { workspace } = readWorkspace(await readFolder(target.folder));
  const application = workspace.application ?? 'demo';
  const facts = completeFacts(application, environment, target.facts);
  const { accountId = '', domain } = facts.application;
  const { templateVersion = '' } = facts;
  const bootstrap = renderBootstrapEnvironment({ facts, application, environment });
  const { stackName, template, parameters, tags } = bootstrap;
  const roles = renderApplicationRoles({
    application,
    accountId,
    delegatedAccounts: [],
    templateVersion,
    ...(domain ? { domain, domainHostedZoneId: 'Z0123456789EXAMPLE' } : {}),
  });
  const infrastructure = renderApplicationInfrastructure({
    application,
    accounts: [],
    workloads: workspace.workloads.map(({ name, text }) => ({
      name,
      withRepository: /^ +build:/m.test(text),
    })),
    version: 1,
    templateVersion,
  });
  return [
    { id: `bootstrap.${environment}`, stackName, template, parameters, tags },
    { id: 'application.roles', ...roles },
    { id: 'application.infrastructure', ...infrastructure },
  ];
}
