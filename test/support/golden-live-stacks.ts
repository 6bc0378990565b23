import path from 'node:path';
import { Facts } from '../../core/facts/facts.js';
import { findNeededFacts } from '../../core/facts/needed-facts.js';
import { readManifests } from '../../core/facts/read-manifests.js';
import type { RenderedStack } from '../../core/release/release.js';
import { renderRelease } from '../../core/render/render-release.js';
import type { CfnObject, CfnValue } from '../../core/template/cloudformation.js';
import { readWorkspace } from '../../core/workspace/read-workspace.js';
import type { WorkspaceFiles } from '../../core/workspace/workspace.js';
import type { SimulatedAccount } from '../../local/account/simulated-account.js';
import { readFolder } from './folders.js';
import {
  GOLDEN_CASES,
  type GoldenCase,
  listGoldenCases,
  readGolden,
  readGoldenYaml,
} from './golden-cases.js';

/** A golden case as a live stack, and what a deployment of the same workspace is asked with. */
export type LiveCase = {
  readonly files: WorkspaceFiles;
  readonly application: string;
  readonly environment: string;
  readonly stackName: string;
  /** What the case assumes of the world outside of its workspace. */
  readonly facts: Partial<Facts>;
  readonly images: NonNullable<Facts['workloadImages']>;
};

/** Cases that cannot be live as they are, and why. */
const UNLIVABLE: { readonly [id: string]: string } = {
  'lbws-grpc-test': 'its name has capitals, which Copilot itself refuses',
  'lbws-imported-alb-test': 'one listener stands for two, and rules of both have the same priority',
  'lbws-local-autoscaling': 'a part of a template',
  'lbws-local-taskdef-overrides': 'a part of a template',
};

/** Files that manifests of the cases name and that the cases lack. */
const MISSING_FILES = ['logging.env', 'nginx.env', 'log.env'];

/** Golden templates that can be deployed; none where the shared folder is absent. */
export const listLiveCases = (kind: 'workload' | 'environment'): readonly GoldenCase[] =>
  listGoldenCases(kind).filter(
    ({ id }) =>
      UNLIVABLE[id] === undefined && readGolden(id, 'expected.template.yml') !== undefined,
  );

const PLACE = { accountId: '111111111111', region: 'us-east-1' };

/** The stacks of a golden case in the simulated account, as Copilot deployed them: the environment, and the workload. */
export function readLiveCase({ id, environment, workload }: GoldenCase): LiveCase {
  const files = new Map([
    ...MISSING_FILES.map((file) => [file, new Uint8Array()] as const),
    ...readFolder(path.join(GOLDEN_CASES, id, 'workspace')),
  ]);
  const facts = Facts.parse(JSON.parse(readGolden(id, 'facts.json') ?? '{}'));
  const application = facts.application.name;
  const input = {
    workspace: readWorkspace(files).workspace,
    environment: String(environment),
    facts,
  };
  const { builtContainers } = findNeededFacts(readManifests(input));
  const images = Object.fromEntries(
    Object.entries(builtContainers).map(([name, containers]) => [
      name,
      Object.fromEntries(
        containers.map((container) => [
          container,
          { repository: 'public.ecr.aws/docker/library/nginx', tag: container },
        ]),
      ),
    ]),
  );
  // Where the case was recorded is of no consequence: everything is in the simulated account.
  const {
    accountId: _account,
    region: _region,
    artifactBucket: _bucket,
    ...kept
  } = facts.environment ?? {};
  return {
    files,
    application,
    environment: String(environment),
    stackName: [application, environment, ...(workload === undefined ? [] : [workload])].join('-'),
    facts: { ...facts, environment: kept, certificates: {}, customResources: {} },
    images,
  };
}

/** Puts the stack of the case into the account, and before it, for a workload, the environment that it stands on. */
export function placeLiveCase(account: SimulatedAccount, golden: GoldenCase, live: LiveCase): void {
  const findRendered = renderCase(golden, live);
  const stack = findRendered(golden.workload ?? live.environment);
  if (golden.workload !== undefined) account.setup.stack(findRendered(live.environment));
  const text = readGolden(golden.id, 'expected.template.yml') ?? '';
  const template = readGoldenYaml(golden.id, 'expected.template.yml');
  const fixes = readFixes(golden.id);
  for (const fix of fixes) applyFix(template, fix);
  const recorded = JSON.parse(readGolden(golden.id, 'expected.parameters.json') ?? '{}');
  placeForeignExports(account, template);
  account.setup.stack({
    stackName: live.stackName,
    // As Copilot uploaded it, in YAML with short tags, where nothing of it is wrong.
    template: fixes.length === 0 ? text : (template as CfnObject),
    parameters: recorded.Parameters ?? stack.parameters,
    tags: recorded.Tags ?? stack.tags,
  });
}

/** The stacks as we render them, by their name in the workspace. */
function renderCase(golden: GoldenCase, live: LiveCase) {
  const { files, application, environment, facts } = live;
  const rendered = renderRelease({
    workspace: readWorkspace(files).workspace,
    environment,
    facts: {
      ...facts,
      application: { accountId: PLACE.accountId, name: application, ...facts.application },
      environment: { ...facts.environment, ...PLACE },
    },
    missingInputs: 'warning',
  });
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.issues));
  return (name: string): RenderedStack => {
    const found = rendered.stacks.find((stack) => stack.name === name);
    if (!found) throw new Error(`${golden.id}: no stack ${name}`);
    return found;
  };
}

/** Exports that the template imports and nobody has yet. */
function placeForeignExports(account: SimulatedAccount, template: CfnValue): void {
  const known = account.snapshot().exports;
  const names = [...JSON.stringify(template).matchAll(/"Fn::ImportValue":"([^"$]+)"/g)].map(
    ([, name = '']) => name,
  );
  const missing = [...new Set(names)].filter((name) => !Object.hasOwn(known, name));
  if (missing.length === 0) return;
  account.setup.stack({
    stackName: 'elsewhere',
    template: {
      Resources: { Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
      Outputs: Object.fromEntries(
        missing.map((name, index) => [
          `Output${index}`,
          { Value: `value-${index}`, Export: { Name: name } },
        ]),
      ),
    },
  });
}

type Fix = { readonly pointer: string; readonly value: CfnValue };

/** Places in which a golden is not what Copilot rendered: its tests compare without tags. */
const readFixes = (id: string): readonly Fix[] =>
  JSON.parse(readGolden(id, 'expected.fixes.json') ?? '[]');

function applyFix(template: CfnValue, { pointer, value }: Fix): void {
  const steps = pointer.split('/').slice(1);
  const last = steps.pop() ?? '';
  const parent = steps.reduce<CfnValue>(
    (at, step) => (at as { [key: string]: CfnValue })[step] ?? null,
    template,
  );
  (parent as { [key: string]: CfnValue })[last] = value;
}
