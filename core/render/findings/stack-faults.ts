import { isParametersFile } from '../../addons/addon-parameters.js';
import type { Issue } from '../../issues.js';
import type { RenderedStack } from '../../release/release.js';
import type { Template } from '../../template/cloudformation.js';
import { describeFault, findTemplateFaults } from '../../template/find-template-faults.js';
import type { Workspace } from '../../workspace/workspace.js';

/**
 * What the user's own patches, overrides and addon parameters have made of a stack that CloudFormation would refuse.
 * Only there can it come from: the template as it was `rendered` is whole. `owner`: the workload, or `environments`.
 */
export function findStackFaults(
  { template, parameters }: RenderedStack,
  rendered: Template,
  workspace: Workspace,
  owner: { readonly name: string; readonly file: string },
): readonly Issue[] {
  const isEnvironment = owner.name === 'environments';
  const addons = isEnvironment
    ? workspace.sharedEnvironmentAddons
    : workspace.workloadAddons.get(owner.name);
  const given = [...(addons?.files.keys() ?? [])].find(isParametersFile);
  if (template === rendered && given === undefined) return [];
  const patches = workspace.patches.get(owner.name)?.file;
  return findTemplateFaults(template, new Set(Object.keys(parameters))).map((fault) => {
    const isOfAddons = fault.name === 'AddonsStack' && given !== undefined;
    const file = isOfAddons ? `${addons?.folder}/${given}` : (patches ?? owner.file);
    return describeFault(fault, { file });
  });
}
