import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Resource as ResourceSpec } from '@aws-cdk/service-spec-types';
import type { CfnObject, Resource, Template } from '../../core/template/cloudformation.js';
import { checkReferences } from './template-references.js';
import { checkProperties, type SchemaContext } from './template-values.js';

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
]);
const DELETION_POLICIES = ['Delete', 'Retain', 'Snapshot', 'RetainExceptOnCreate'];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const LIMITS = { Resources: 500, Parameters: 200, Outputs: 200, Mappings: 200 } as const;
const TEMPLATE_BYTES = 1_000_000;

let database: ReturnType<typeof loadAwsServiceSpecSync> | undefined;

// 0.3 s and 60 MB: loaded by the first check, not by importing this file.
function loadSpec() {
  database ??= loadAwsServiceSpecSync();
  return database;
}

const isCustom = (type: string): boolean =>
  type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';

function findSpec(type: string): ResourceSpec | undefined {
  return loadSpec().lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

function checkResource(id: string, resource: Resource, context: SchemaContext): readonly string[] {
  const findings = Object.keys(resource)
    .filter((key) => !RESOURCE_KEYS.has(key))
    .map((key) => `${id}: unknown attribute "${key}" of a resource`);
  for (const policy of [resource.DeletionPolicy, resource.UpdateReplacePolicy])
    if (policy !== undefined && !DELETION_POLICIES.includes(policy))
      findings.push(`${id}: unknown policy "${policy}"`);
  const properties: CfnObject = resource.Properties ?? {};
  if (isCustom(resource.Type)) {
    if (properties.ServiceToken === undefined) findings.push(`${id}: ServiceToken is missing`);
    return findings;
  }
  const spec = findSpec(resource.Type);
  if (!spec) return [...findings, `${id}: unknown resource type "${resource.Type}"`];
  const owner = { name: resource.Type, properties: spec.properties };
  return [...findings, ...checkProperties(`${id}.Properties`, properties, owner, context)];
}

function checkLimits(template: Template): readonly string[] {
  const findings = Object.entries(LIMITS).flatMap(([section, limit]) => {
    const count = Object.keys(template[section as keyof typeof LIMITS] ?? {}).length;
    return count > limit ? [`${section}: ${count} entries, ${limit} are allowed`] : [];
  });
  const bytes = Buffer.byteLength(JSON.stringify(template));
  return bytes > TEMPLATE_BYTES ? [...findings, `template: ${bytes} bytes`] : findings;
}

/** Names of what `Fn::GetAtt` can read of a resource type; undefined when anything goes (custom resources). */
function findAttributes(type: string): ReadonlySet<string> | undefined {
  if (isCustom(type)) return undefined;
  return new Set(Object.keys(findSpec(type)?.attributes ?? {}));
}

/**
 * Checks a template against AWS's resource schemas (the database that the CDK's own constructs are generated from) and
 * its references against its contents. One line per finding, `<logical id>.<path>: <what>`; empty when all is well.
 * Strings from intrinsic functions are trusted, their kind (text or list) is not.
 */
export function checkTemplate(template: Template): readonly string[] {
  const spec = loadSpec();
  const context: SchemaContext = {
    findType: (id) => spec.get('typeDefinition', id),
    template,
  };
  const resources = Object.entries(template.Resources ?? {});
  return [
    ...(resources.length === 0 ? ['Resources: at least one is required'] : []),
    ...checkLimits(template),
    ...resources.flatMap(([id, resource]) => checkResource(id, resource, context)),
    ...checkReferences(template, findAttributes),
  ];
}
