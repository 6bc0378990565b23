import { hasErrors, type Issue } from '../issues.js';
import type { RenderedStack } from '../release/release.js';
import type { CfnObject, Template } from '../template/cloudformation.js';
import type { RenderContext } from '../template/context.js';
import { renderStackTags } from '../template/stack-tags.js';
import type { EnvironmentAddonSource } from '../workspace/workspace.js';
import { toCfnValue } from './cfn-yaml.js';
import { mergeAddons } from './merge-addons.js';
import { findPlace, keyText, parseYamlNodes } from './yaml-nodes.js';

const ENVIRONMENT_ADDONS_TYPE = 'Environment Addons';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAX_STACK_NAME = 128;

export type EnvironmentAddonResult =
  /** `issues` are warnings. */
  | { readonly ok: true; readonly stack: RenderedStack; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

type AddonContext = Pick<RenderContext, 'facts' | 'application' | 'environment' | 'workspace'>;

/**
 * Environment addons of the proposal's form, `copilot/<name>/manifest.yml` with `type: Environment Addons`: a stack
 * of its own, `<app>-<env>-<name>`, so that its exports have names that can be written down. Parameters App, Env
 * and Name; tags copilot-application, copilot-environment and copilot-workload-type.
 */
export function renderEnvironmentAddon(
  source: EnvironmentAddonSource,
  context: AddonContext,
): EnvironmentAddonResult {
  const { application, environment, facts, workspace } = context;
  const stackName = `${application}-${environment}-${source.name}`;
  const merged = mergeAddons(source.addons, 'environment-addon', {
    owner: source.name,
    files: workspace.files,
    artifactBucket: facts.environment?.artifactBucket,
    region: facts.environment?.region,
  });
  const own = [...checkManifest(source), ...checkStackName(source, stackName)];
  if (!merged.ok) return { ok: false, issues: [...own, ...merged.issues] };
  const { addons } = merged;
  const given = literalParameters(addons?.parameters ?? {}, source);
  const issues = [...own, ...merged.issues, ...given.issues];
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

function checkManifest({ file, text, name }: EnvironmentAddonSource): readonly Issue[] {
  const parsed = parseYamlNodes(text);
  if (!parsed.ok) return [{ severity: 'error', file, ...parsed.place, message: parsed.message }];
  const entries = parsed.root?.kind === 'mapping' ? parsed.root.entries : [];
  const issues = entries.flatMap((entry): Issue[] => {
    const key = keyText(entry);
    const place = { file, ...findPlace(text, entry.key.offset), field: key };
    if (key === 'name') {
      const value = toCfnValue(entry.value);
      const message = `"name" is "${value}", but the folder is called "${name}"`;
      return value === name
        ? []
        : [{ severity: 'error', ...place, message, hint: `write name: ${name}` }];
    }
    if (key === 'type') return [];
    const message = `unknown key "${key}"`;
    const hint = `a manifest of ${ENVIRONMENT_ADDONS_TYPE} has only name and type`;
    return [{ severity: 'warning', ...place, message, hint }];
  });
  if (entries.some((entry) => keyText(entry) === 'name')) return issues;
  const message = '"name" must be specified';
  return [
    ...issues,
    { severity: 'error', file, field: 'name', message, hint: `add name: ${name}` },
  ];
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
