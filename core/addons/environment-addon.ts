import { hasErrors, type Issue } from '../issues.js';
import { parseEnvironmentAddon } from '../manifest/parse-environment.js';
import { errorAt, quoteFound } from '../manifest/text/finding.js';
import { IssueWriter } from '../manifest/text/issue-writer.js';
import type { RenderedStack } from '../release/release.js';
import type { CfnObject, Template } from '../template/cloudformation.js';
import type { RenderContext } from '../template/context.js';
import { renderStackTags } from '../template/stack-tags.js';
import type { EnvironmentAddonSource } from '../workspace/workspace.js';
import { mergeAddons } from './merge-addons.js';

const ENVIRONMENT_ADDONS_TYPE = 'Environment Addons';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAX_STACK_NAME = 128;

export type EnvironmentAddonResult =
  /** `issues` are warnings. */
  | { readonly ok: true; readonly stack: RenderedStack; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

type AddonContext = Pick<RenderContext, 'facts' | 'application' | 'environment' | 'workspace'>;

type AddonOptions = {
  /** Unknown keys of the manifest are errors. */
  readonly strict: boolean;
  /** What CloudFormation would refuse of the template: an error where it is deployed. */
  readonly faults: Issue['severity'];
};

/**
 * Environment addons of the proposal's form, `copilot/<name>/manifest.yml` with `type: Environment Addons`: a stack
 * of its own, `<app>-<env>-<name>`, so that its exports have names that can be written down. Parameters App, Env
 * and Name; tags copilot-application, copilot-environment and copilot-workload-type.
 */
export function renderEnvironmentAddon(
  source: EnvironmentAddonSource,
  context: AddonContext,
  { strict, faults }: AddonOptions = { strict: false, faults: 'error' },
): EnvironmentAddonResult {
  const { application, environment, facts, workspace } = context;
  const stackName = `${application}-${environment}-${source.name}`;
  const merged = mergeAddons(source.addons, 'environment-addon', {
    owner: source.name,
    files: workspace.files,
    artifactBucket: facts.environment?.artifactBucket,
    region: facts.environment?.region,
  });
  const own = [...checkManifest(source, context, strict), ...checkStackName(source, stackName)];
  if (!merged.ok) return { ok: false, issues: [...own, ...merged.issues] };
  const { addons } = merged;
  const given = literalParameters(addons?.parameters ?? {}, source);
  const softened = (addons?.faults ?? []).map((fault) => ({ ...fault, severity: faults }));
  const issues = [...own, ...merged.issues, ...given.issues, ...softened];
  if (!addons) issues.push(noTemplate(source));
  if (!addons || hasErrors(issues)) return { ok: false, issues };
  const stack: RenderedStack = {
    kind: 'environment-addon',
    name: source.name,
    type: ENVIRONMENT_ADDONS_TYPE,
    stackName,
    // Merged from CloudFormation sections, with Resources: a template by what mergeAddons promises.
    template: addons.template as CfnObject & Template,
    parameters: { App: application, Env: environment, Name: source.name, ...given.values },
    tags: {
      ...renderStackTags(context),
      'copilot-workload-type': ENVIRONMENT_ADDONS_TYPE,
    },
    assets: addons.assets.filter(({ key }) => key !== addons.templateKey),
    after: [],
    images: [],
    alarms: { created: [], named: [] },
  };
  return { ok: true, stack, issues };
}

/** `addons.parameters.yml` of a stack without a parent: only literal values mean anything. */
function literalParameters(parameters: CfnObject, source: EnvironmentAddonSource) {
  const values: Record<string, string> = {};
  const issues: Issue[] = [];
  for (const [name, value] of Object.entries(parameters)) {
    const items = Array.isArray(value) ? value : [value];
    if (items.every((item) => item !== null && typeof item !== 'object'))
      values[name] = items.map(String).join(',');
    else
      issues.push({
        severity: 'error',
        file: `${source.addons.folder}/addons.parameters.yml`,
        field: `Parameters.${name}`,
        message: `parameter "${name}" refers to a parent stack, and ${ENVIRONMENT_ADDONS_TYPE} have none`,
        hint: 'write the value itself, or import it in the template with Fn::ImportValue',
      });
  }
  return { values, issues };
}

function checkManifest(
  source: EnvironmentAddonSource,
  { application, environment, facts }: AddonContext,
  strict: boolean,
): readonly Issue[] {
  const input = { application, environment, variables: facts.variables ?? {}, strict };
  const parsed = parseEnvironmentAddon(source, input);
  if (!parsed.ok || parsed.manifest.name === source.name) return parsed.issues;
  const found = quoteFound(parsed.manifest.name);
  const message = `name is ${found}, but the folder is ${quoteFound(source.name)}`;
  const finding = errorAt(['name'], message, `write name: ${source.name}`);
  return [...parsed.issues, ...new IssueWriter(source, environment).writeOriginal([finding])];
}

function checkStackName({ file }: EnvironmentAddonSource, stackName: string): readonly Issue[] {
  if (stackName.length <= MAX_STACK_NAME) return [];
  const message = `the stack name "${stackName}" has ${stackName.length} characters, ${MAX_STACK_NAME} are allowed`;
  return [{ severity: 'error', file, field: 'name', message, hint: 'shorten the name' }];
}

function noTemplate({ addons, file }: EnvironmentAddonSource): Issue {
  const message = `no template in ${addons.folder}`;
  const hint = 'add a .yml file with Parameters App, Env and Name, and Resources';
  return { severity: 'error', file, message, hint };
}
