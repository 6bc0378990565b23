import { createHash } from 'node:crypto';
import { hasErrors, type Issue } from '../issues.js';
import type { CfnObject, Template } from '../template/cloudformation.js';
import { findMalformed, type Malformed } from '../template/find-malformed.js';
import { describeFault, findTemplateFaults } from '../template/find-template-faults.js';
import type { AddonsSource } from '../workspace/workspace.js';
import { classifyOutputs, findTwinOutputs } from './addon-outputs.js';
import {
  checkParameters,
  isParametersFile,
  parameterValues,
  readParametersFile,
} from './addon-parameters.js';
import { asCfnObject } from './cfn-yaml.js';
import { type DefinitionPlaces, mergeTemplates, type TemplateFile } from './merge-templates.js';
import type { AddonAssetContext, AddonsKind, AddonsResult } from './merged-addons.js';
import { packageTemplate } from './package-template.js';

/**
 * Makes one template of the files of an addons folder, with the parameters that its parent stack has to pass, the
 * classified outputs, and everything to upload. All mistakes of the folder are told at once.
 */
export function mergeAddons(
  source: AddonsSource,
  kind: AddonsKind,
  context: AddonAssetContext,
): AddonsResult {
  const files = listTemplates(source);
  if (files.length === 0) return { ok: true, addons: undefined, issues: [] };
  const merged = mergeTemplates(files);
  const { folder } = source;
  const given = readParametersFile(source);
  const { outputs, issues: ofOutputs } = classifyOutputs(
    merged.template,
    folder,
    merged.findDefinition,
  );
  const packaged = packageTemplate(merged.template, folder, context, merged.findDefinition);
  const issues = [
    ...merged.issues,
    ...given.issues,
    // What a file that cannot be read may say is not missing.
    ...(merged.isWhole && !hasErrors(given.issues)
      ? checkParameters(merged.template, given.parameters, kind, folder, merged.findDefinition)
      : []),
    ...ofOutputs,
    ...(kind === 'workload' ? findTwinOutputs(outputs, folder, merged.findDefinition) : []),
    ...(merged.isWhole ? checkResources(merged.template, folder) : []),
    ...packaged.issues,
  ];
  if (hasErrors(issues)) return { ok: false, issues };
  const body = new TextEncoder().encode(JSON.stringify(packaged.template));
  const hash = createHash('sha256').update(body).digest('hex');
  const templateKey = `manual/addons/${context.owner}/${hash}.yml`;
  return {
    ok: true,
    addons: {
      template: packaged.template,
      parameters: parameterValues(given.parameters),
      outputs,
      assets: [...packaged.assets, { key: templateKey, body }],
      templateKey,
      faults: findFaults(packaged.template, folder, merged.findDefinition),
    },
    issues,
  };
}

function findFaults(
  template: CfnObject,
  folder: string,
  findDefinition: DefinitionPlaces,
): readonly Issue[] {
  const Resources = asCfnObject(template.Resources);
  const malformed = findMalformed({ ...template, Resources }).map(
    (part): Issue => ({
      severity: 'error',
      ...placeOf(part, folder, findDefinition),
      ...part,
      hint: 'CloudFormation would refuse the template',
    }),
  );
  const given = new Set(Object.keys(asCfnObject(template.Parameters)));
  // Merged from CloudFormation sections, with Resources: a template by what mergeTemplates promises.
  const faults = findTemplateFaults(template as CfnObject & Template, given).map((fault) =>
    describeFault(fault, findDefinition(fault.section, fault.name) ?? { file: folder }),
  );
  return [...malformed, ...faults];
}

/** CloudFormation refuses a template without resources, after everything has been uploaded. */
function checkResources(template: CfnObject, folder: string): readonly Issue[] {
  if (Object.keys(asCfnObject(template.Resources)).length > 0) return [];
  const message = 'the templates of the folder define no resource';
  return [{ severity: 'error', file: folder, message, hint: 'add one, or delete the folder' }];
}

/** Where the name below a section was written. */
function placeOf({ field }: Malformed, folder: string, findDefinition: DefinitionPlaces) {
  const [section = '', name = ''] = field.split('.');
  return findDefinition(section as Parameters<DefinitionPlaces>[0], name) ?? { file: folder };
}

/** Templates of an addons folder in the order in which they are merged. */
export function listTemplates(source: AddonsSource): readonly TemplateFile[] {
  return [...source.files]
    .filter(([name]) => /\.ya?ml$/.test(name) && !isParametersFile(name))
    .map(([name, text]) => ({ name, file: `${source.folder}/${name}`, text }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
