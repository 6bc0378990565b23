import type { Issue } from '../issues.js';
import { snakeCase } from '../manifest/resolve/names.js';
import type { CfnObject, CfnValue } from '../template/cloudformation.js';
import { asCfnObject, isCfnObject } from './cfn-yaml.js';
import type { DefinitionPlaces } from './merge-templates.js';
import type { AddonOutput } from './merged-addons.js';

const KINDS: ReadonlyMap<CfnValue | undefined, AddonOutput['kind']> = new Map([
  ['AWS::SecretsManager::Secret', 'secret'],
  ['AWS::IAM::ManagedPolicy', 'managed-policy'],
  ['AWS::EC2::SecurityGroup', 'security-group'],
]);

type Outputs = { readonly outputs: readonly AddonOutput[]; readonly issues: readonly Issue[] };

/**
 * Classifies the outputs of a merged template. Only `{ Ref: X }` with X a resource of the template says what an
 * output is; GetAtt, Sub and Join never do, as in Copilot.
 */
export function classifyOutputs(
  template: CfnObject,
  folder: string,
  findDefinition: DefinitionPlaces,
): Outputs {
  const { Resources, Outputs } = template;
  const resources = asCfnObject(Resources);
  const outputs = asCfnObject(Outputs);
  const broken = (section: 'Resources' | 'Outputs', name: string, key: string): Issue => ({
    severity: 'error',
    file: folder,
    ...findDefinition(section, name),
    field: `${section}.${name}`,
    message: `decode the "${key}" field of ${section === 'Resources' ? 'resource' : 'output'} "${name}": it is not a map`,
    hint: `write "${key}:" on its own line below the name`,
  });
  const issues: Issue[] = [];
  for (const [name, resource] of Object.entries(resources)) {
    // `Fn::Transform` and `Fn::ForEach::…` stand where a resource does, but are none.
    if (!name.startsWith('Fn::') && !isCfnObject(resource) && resource !== null)
      issues.push(broken('Resources', name, 'Type'));
  }
  const classified = Object.entries(outputs).flatMap(([name, output]): AddonOutput[] => {
    if (name.startsWith('Fn::')) return [];
    if (!isCfnObject(output)) {
      issues.push(broken('Outputs', name, 'Value'));
      return [];
    }
    return [{ name, kind: KINDS.get(referredType(output.Value, resources)) ?? 'plain' }];
  });
  return { outputs: classified, issues };
}

/** Environment variable of an output: `MyTableName` is `MY_TABLE_NAME`, `DBSecret` is `DB_SECRET`. */
export function outputVariableName(outputName: string): string {
  return snakeCase(outputName);
}

/** Outputs that become the same variable of a workload; which of them a container gets is left to ECS. */
export function findTwinOutputs(
  outputs: readonly AddonOutput[],
  folder: string,
  findDefinition: DefinitionPlaces,
): readonly Issue[] {
  const injected = outputs.filter(({ kind }) => kind !== 'managed-policy');
  return injected.flatMap(({ name }, index): Issue[] => {
    const variable = outputVariableName(name);
    const twin = injected.slice(0, index).find((one) => outputVariableName(one.name) === variable);
    if (twin === undefined) return [];
    return [
      {
        severity: 'warning',
        file: folder,
        ...findDefinition('Outputs', name),
        field: `Outputs.${name}`,
        message: `outputs "${twin.name}" and "${name}" both become the variable ${variable}`,
        hint: 'rename one of them',
      },
    ];
  });
}

function referredType(value: CfnValue | undefined, resources: CfnObject): CfnValue | undefined {
  if (!isCfnObject(value) || typeof value.Ref !== 'string') return undefined;
  const name = value.Ref.trim();
  const resource = Object.hasOwn(resources, name) ? resources[name] : undefined;
  return isCfnObject(resource) ? resource.Type : undefined;
}
