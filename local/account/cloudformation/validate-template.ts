/** What CloudFormation refuses in a template before anything is done; messages as recorded. */
import type { CfnValue, Template } from '../../../core/template/cloudformation.js';
import { validationError } from '../service-error.js';
import { splitGetAtt } from './intrinsic-functions.js';
import { findCycle, findDependencies, findReferences } from './references.js';
import { findResourceType, isCustomResource } from './resource-catalog.js';

const RESOURCE_KEYS = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'UpdatePolicy',
  'CreationPolicy',
  'Metadata',
  'Description',
]);

function checkResource(logicalId: string, resource: unknown): void {
  if (typeof resource !== 'object' || resource === null || Array.isArray(resource)) {
    throw validationError('Template format error: Any Resources member must be an object.');
  }
  if (!/^[A-Za-z0-9]+$/.test(logicalId)) {
    throw validationError(`Template format error: Resource name ${logicalId} is non alphanumeric.`);
  }
  const unknownKey = Object.keys(resource).find((key) => !RESOURCE_KEYS.has(key));
  if (unknownKey) throw validationError(`Invalid template resource property '${unknownKey}'`);
  if (!('Type' in resource) || typeof resource.Type !== 'string') {
    throw validationError(
      `Template format error: [/Resources/${logicalId}] Every Resources object must contain a Type member.`,
    );
  }
}

function checkTypes(template: Template): void {
  const unknown = Object.values(template.Resources)
    .map(({ Type }) => Type)
    .filter((type) => !isCustomResource(type) && !findResourceType(type));
  if (unknown.length > 0) {
    throw validationError(
      `Template format error: Unrecognized resource types: [${[...new Set(unknown)].join(', ')}]`,
    );
  }
}

function checkOutputs(template: Template): void {
  for (const [name, output] of Object.entries(template.Outputs ?? {})) {
    if (typeof output !== 'object' || output === null || !('Value' in output)) {
      throw validationError(
        'Template format error: Every Outputs member must contain a Value object',
      );
    }
    if (output.Value === null) {
      throw validationError(`[/Outputs/${name}/Value] 'null' values are not allowed in templates`);
    }
  }
}

/** Walks all functions once, so that a wrong shape is found even in a branch that is not taken. */
function checkFunctions(template: Template, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const element of value) checkFunctions(template, element);
    return;
  }
  const entries = Object.entries(value as { readonly [key: string]: CfnValue });
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && name === 'Fn::GetAtt') splitGetAtt(argument);
  if (entries.length === 1 && name === 'Fn::If' && Array.isArray(argument)) {
    const condition = String(argument[0]);
    if (template.Conditions?.[condition] === undefined) {
      throw validationError(
        `Template error: unresolved condition dependency ${condition} in Fn::If`,
      );
    }
  }
  for (const [, inner] of entries) checkFunctions(template, inner);
}

export function validateTemplate(template: Template): void {
  if (template.Transform !== undefined) {
    throw validationError(
      `Transforms are not supported by the simulated account: ${JSON.stringify(template.Transform)}`,
    );
  }
  if (!template.Resources || Object.keys(template.Resources).length === 0) {
    throw validationError('Template format error: At least one Resources member must be defined.');
  }
  for (const [logicalId, resource] of Object.entries(template.Resources))
    checkResource(logicalId, resource);
  checkTypes(template);
  checkOutputs(template);
  checkFunctions(template, template.Resources);
  checkFunctions(template, template.Outputs);
}

const PSEUDO = /^AWS::/;

const asList = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** References to nothing, given which conditions hold. */
export function validateReferences(
  template: Template,
  isPresent: (logicalId: string) => boolean,
  isTrue: (condition: string) => boolean,
): void {
  const isKnown = (name: string): boolean =>
    PSEUDO.test(name) || template.Parameters?.[name] !== undefined || isPresent(name);
  const present = Object.entries(template.Resources).filter(([id]) => isPresent(id));
  const inResources = present.flatMap(([, resource]) => [
    ...findReferences(resource.Properties ?? {}, isTrue).map(({ logicalId }) => logicalId),
    // DependsOn on a resource whose condition is false is allowed; on nothing it is not.
    ...asList(resource.DependsOn).filter((id) => !(id in template.Resources)),
  ]);
  const lost = [...new Set(inResources)].filter((name) => !isKnown(name));
  if (lost.length > 0) {
    throw validationError(
      `Template format error: Unresolved resource dependencies [${lost.join(', ')}] in the Resources block of the template`,
    );
  }
  const outputs = Object.values(template.Outputs ?? {}).filter(
    ({ Condition }) => Condition === undefined || isTrue(Condition),
  );
  const inOutputs = outputs.flatMap(({ Value }) =>
    findReferences(Value, isTrue).map(({ logicalId }) => logicalId),
  );
  const lostOutputs = [...new Set(inOutputs)].filter((name) => !isKnown(name));
  if (lostOutputs.length > 0) {
    throw validationError(
      `Unresolved resource dependencies [${lostOutputs.join(', ')}] in the Outputs block of the template`,
    );
  }
  const graph = new Map(
    present.map(([id, resource]) => [id, findDependencies(template, resource, isPresent, isTrue)]),
  );
  const cycle = findCycle(graph);
  if (cycle) throw validationError(`Circular dependency between resources: [${cycle.join(', ')}]`);
}
