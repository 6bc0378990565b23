/** What an update would do, as change sets tell it. */
import type { ResourceChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation';
import type { Resource } from '../../../core/template/cloudformation.js';
import { ABSENT, evaluate, isUnknown, type Scope } from './intrinsic-functions.js';
import {
  areSame,
  findChangedAttributes,
  findRecreation,
  haveTagsChanged,
} from './property-changes.js';
import { findGraph, findReferences, runThrough } from './references.js';
import type {
  Properties,
  ResourceRecord,
  StackConfiguration,
  StackRecord,
} from './stack-records.js';
import { createScope, findPresent, type Lookups } from './stack-scope.js';

type Planning = {
  readonly scope: Scope;
  readonly current: StackConfiguration;
  readonly target: StackConfiguration;
  /** What happens to resources that come earlier in the order of dependency. */
  readonly fate: Map<string, 'replaced' | 'modified'>;
};

type Detail = ResourceChangeDetail;

const detail = (
  type: string,
  name: string,
  source: Pick<Detail, 'ChangeSource' | 'Evaluation' | 'CausingEntity'>,
): Detail => ({
  ...source,
  Target:
    name === 'Tags'
      ? { Attribute: 'Tags', RequiresRecreation: 'Never' }
      : { Attribute: 'Properties', Name: name, RequiresRecreation: findRecreation(type, name) },
});

function findReferredChanges(
  planning: Planning,
  type: string,
  name: string,
  value: unknown,
): readonly Detail[] {
  return findReferences(value, planning.scope.isTrue).flatMap(
    ({ logicalId, attribute }): readonly Detail[] => {
      const fate = planning.fate.get(logicalId);
      if (fate === undefined) return [];
      if (attribute === undefined) {
        // A resource that is changed in place keeps what `Ref` gives.
        if (fate === 'modified') return [];
        return [
          detail(type, name, {
            CausingEntity: logicalId,
            ChangeSource: 'ResourceReference',
            Evaluation: 'Static',
          }),
        ];
      }
      const Evaluation = fate === 'replaced' ? 'Static' : 'Dynamic';
      return [
        detail(type, name, {
          CausingEntity: `${logicalId}.${attribute}`,
          ChangeSource: 'ResourceAttribute',
          Evaluation,
        }),
      ];
    },
  );
}

function findChangedParameters(planning: Planning, value: unknown): readonly string[] {
  const names = findReferences(value, planning.scope.isTrue).map(({ logicalId }) => logicalId);
  const { current, target } = planning;
  return [...new Set(names)].filter(
    (name) =>
      name in target.resolvedParameters &&
      target.resolvedParameters[name] !== current.resolvedParameters[name],
  );
}

/** Why one property changes; empty when it does not. */
function explainProperty(
  planning: Planning,
  record: ResourceRecord,
  definition: Resource,
  name: string,
  resolved: Properties,
): readonly Detail[] {
  const { type } = record;
  const value = definition.Properties?.[name];
  const referred = findReferredChanges(planning, type, name, value);
  if (referred.length > 0) return referred;
  if (areSame(record.properties[name], resolved[name])) return [];
  const direct = (Evaluation: 'Static' | 'Dynamic'): Detail =>
    detail(type, name, { ChangeSource: 'DirectModification', Evaluation });
  const parameters = findChangedParameters(planning, value);
  if (parameters.length === 0 || !areSame(record.definition.Properties?.[name], value))
    return [direct('Static')];
  const byParameter = parameters.map((parameter) =>
    detail(type, name, {
      CausingEntity: parameter,
      ChangeSource: 'ParameterReference',
      Evaluation: 'Static',
    }),
  );
  return [...byParameter, direct('Dynamic')];
}

function explainResource(
  planning: Planning,
  record: ResourceRecord,
  definition: Resource,
): readonly Detail[] {
  const evaluated = evaluate(planning.scope, definition.Properties ?? {});
  const resolved = (evaluated === ABSENT ? {} : evaluated) as Properties;
  const names = new Set([...Object.keys(record.properties), ...Object.keys(resolved)]);
  const properties = [...names]
    .sort()
    .flatMap((name) => explainProperty(planning, record, definition, name, resolved));
  const isTagged = properties.some(({ Target }) => Target?.Attribute === 'Tags');
  const tags: readonly Detail[] =
    haveTagsChanged(record, planning.target.tags) && !isTagged
      ? [detail(record.type, 'Tags', { ChangeSource: 'DirectModification', Evaluation: 'Static' })]
      : [];
  const attributes = findChangedAttributes(record.definition, definition).map(
    (Attribute): Detail => ({
      ChangeSource: 'DirectModification',
      Evaluation: 'Static',
      Target: { Attribute, RequiresRecreation: 'Never' },
    }),
  );
  return [...properties, ...tags, ...attributes];
}

function decideReplacement(details: readonly Detail[]): 'True' | 'False' | 'Conditional' {
  const needs = details.map(({ Target, Evaluation }) => ({
    recreation: Target?.RequiresRecreation,
    Evaluation,
  }));
  if (
    needs.some(({ recreation, Evaluation }) => recreation === 'Always' && Evaluation === 'Static')
  )
    return 'True';
  return needs.some(({ recreation }) => recreation !== 'Never') ? 'Conditional' : 'False';
}

const POLICIES: {
  readonly [policy: string]: { readonly replace: string; readonly remove: string };
} = {
  Delete: { replace: 'ReplaceAndDelete', remove: 'Delete' },
  Retain: { replace: 'ReplaceAndRetain', remove: 'Retain' },
  RetainExceptOnCreate: { replace: 'ReplaceAndRetain', remove: 'Retain' },
  Snapshot: { replace: 'ReplaceAndSnapshot', remove: 'Snapshot' },
};

const findPolicy = (policy: string | undefined) =>
  POLICIES[policy ?? 'Delete'] ?? { replace: 'ReplaceAndDelete', remove: 'Delete' };

function describeModification(
  record: ResourceRecord,
  definition: Resource,
  details: readonly Detail[],
): ResourceChange {
  const replacement = decideReplacement(details);
  const policy = findPolicy(definition.UpdateReplacePolicy)
    .replace as ResourceChange['PolicyAction'];
  return {
    Action: 'Modify',
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: record.type,
    Replacement: replacement,
    Scope: [...new Set(details.flatMap(({ Target }) => Target?.Attribute ?? []))],
    Details: [...details],
    ...(replacement === 'False' ? {} : { PolicyAction: policy }),
  };
}

const describeAddition = (logicalId: string, { Type }: Resource): ResourceChange => ({
  Action: 'Add',
  LogicalResourceId: logicalId,
  ResourceType: Type,
  Scope: [],
  Details: [],
});

const describeRemoval = (record: ResourceRecord): ResourceChange => ({
  Action: 'Remove',
  LogicalResourceId: record.logicalId,
  PhysicalResourceId: record.physicalId,
  ResourceType: record.type,
  PolicyAction: findPolicy(record.definition.DeletionPolicy)
    .remove as ResourceChange['PolicyAction'],
  Scope: [],
  Details: [],
});

/** Changes in the order of the target template, removals last. */
export function planChanges(
  lookups: Lookups,
  stack: Pick<StackRecord, 'id' | 'name' | 'resources' | 'configuration'>,
  target: StackConfiguration,
): readonly ResourceChange[] {
  const fate: Planning['fate'] = new Map();
  const find = (logicalId: string) =>
    fate.get(logicalId) === 'replaced' ? undefined : stack.resources.get(logicalId);
  const scope = createScope(lookups, stack, target, 'plan', find);
  const present = findPresent(target.template, scope.isTrue);
  const planning: Planning = { scope, target, fate, current: stack.configuration ?? target };
  const changes = new Map<string, ResourceChange>();
  const graph = findGraph(target.template, present, scope.isTrue);
  runThrough(graph, (id) => {
    const definition = target.template.Resources[id];
    if (!definition) return;
    const record = stack.resources.get(id);
    if (!record) {
      fate.set(id, 'replaced');
      changes.set(id, describeAddition(id, definition));
      return;
    }
    const details = explainResource(planning, record, definition);
    if (details.length === 0) return;
    const change = describeModification(record, definition, details);
    changes.set(id, change);
    fate.set(id, change.Replacement === 'True' ? 'replaced' : 'modified');
  });
  const removed = [...stack.resources.values()].filter(({ logicalId }) => !present.has(logicalId));
  return [...[...present].flatMap((id) => changes.get(id) ?? []), ...removed.map(describeRemoval)];
}

/** Outputs count as a change, other parts of the template's frame do not. */
export function haveOutputsChanged(
  lookups: Lookups,
  stack: StackRecord,
  target: StackConfiguration,
): boolean {
  if (!stack.configuration) return true;
  const find = (logicalId: string) => stack.resources.get(logicalId);
  const scope = createScope(lookups, stack, target, 'plan', find);
  const wanted = Object.entries(target.template.Outputs ?? {}).filter(
    ([, { Condition }]) => Condition === undefined || scope.isTrue(Condition),
  );
  if (wanted.length !== stack.outputs.length) return true;
  return wanted.some(([key, output]) => {
    const known = stack.outputs.find((one) => one.key === key);
    const value = evaluate(scope, output.Value);
    const name = output.Export && evaluate(scope, output.Export.Name);
    return (
      !known ||
      isUnknown(value) ||
      !areSame(known.value, value) ||
      !areSame(known.exportName, name) ||
      !areSame(known.description, output.Description)
    );
  });
}
