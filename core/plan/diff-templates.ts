import type { ResourceChange } from '../stack/resource-change.js';
import type { CfnValue } from '../template/cloudformation.js';
import { findExports } from './collect-links.js';
import {
  describeUpdate,
  type EvaluatedResource,
  type EvaluatedResources,
  isRetained,
} from './describe-update.js';
import {
  evaluateCondition,
  evaluateValue,
  isList,
  isObject,
  type Scope,
} from './evaluate-value.js';
import { findWeightResets } from './find-weight-resets.js';
import { compareNames } from './sort-graph.js';
import { spreadReplacements } from './spread-replacements.js';
import type { StackDiff, StackVersion } from './stack-diff.js';

/**
 * What changing a stack from one version to the other would do, as a change set would tell it, without asking AWS.
 * Both undefined is no stack at all: `none`.
 */
export function diffTemplates(
  before: StackVersion | undefined,
  after: StackVersion | undefined,
): StackDiff {
  const old = before && toScope(before);
  const target = after && toScope(after);
  const direct = diffResources(presentResources(old), presentResources(target));
  const changes = target ? spreadReplacements(direct, presentResources(target)) : direct;
  const kept = new Set(target ? findExports(target) : []);
  const outputsChanged =
    textOf(evaluatedOutputs(old)) !== textOf(evaluatedOutputs(target)) && !!old && !!target;
  const removed = changes.filter((change) => change.action === 'remove').length;
  const created = changes.filter((change) => change.action === 'create').length;
  const weightResets = before && after ? findWeightResets(before.template, changes) : [];
  return {
    action: actionOf(before, after),
    ...(weightResets.length > 0 ? { weightResets } : {}),
    changes: [...changes].sort((a, b) => compareNames(a.logicalId, b.logicalId)),
    unchanged: presentResources(old).size - (changes.length - created - removed) - removed,
    removedExports: (old ? findExports(old) : []).filter((name) => !kept.has(name)).sort(),
    outputsChanged,
  };
}

function actionOf(
  before: StackVersion | undefined,
  after: StackVersion | undefined,
): StackDiff['action'] {
  if (!before) return after ? 'create' : 'none';
  if (!after) return 'delete';
  const isSame =
    textOf(toValue(before.template)) === textOf(toValue(after.template)) &&
    textOf(before.parameters) === textOf(after.parameters);
  return isSame ? 'none' : 'update';
}

function presentResources(scope: Scope | undefined): EvaluatedResources {
  if (!scope) return new Map();
  return new Map(
    Object.entries(scope.template.Resources)
      .filter(([, resource]) => evaluateCondition(resource.Condition, scope) !== false)
      .map(([logicalId, resource]) => {
        const properties = evaluateValue(resource.Properties ?? {}, scope);
        return [logicalId, { ...resource, Properties: isObject(properties) ? properties : {} }];
      }),
  );
}

function diffResources(
  before: EvaluatedResources,
  after: EvaluatedResources,
): readonly ResourceChange[] {
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].flatMap((logicalId) => {
    const change = diffResource(before.get(logicalId), after.get(logicalId));
    return change ? [{ logicalId, ...change }] : [];
  });
}

function diffResource(
  before: EvaluatedResource | undefined,
  after: EvaluatedResource | undefined,
): Omit<ResourceChange, 'logicalId'> | undefined {
  if (!before || !after) {
    const resource = before ?? after;
    return (
      resource && {
        type: resource.Type,
        action: before ? 'remove' : 'create',
        certainty: 'certain',
        properties: [],
        retained: before !== undefined && isRetained(before.DeletionPolicy),
      }
    );
  }
  // CloudFormation refuses another type under the same id; what would have to happen is a replacement.
  const properties = before.Type === after.Type ? changedProperties(before, after) : ['Type'];
  const metadata = textOf(before.Metadata ?? {}) !== textOf(after.Metadata ?? {});
  if (properties.length === 0 && !metadata) return undefined;
  return { type: after.Type, properties, ...describeUpdate(after, properties) };
}

function changedProperties(before: EvaluatedResource, after: EvaluatedResource): readonly string[] {
  const names = new Set([...Object.keys(before.Properties), ...Object.keys(after.Properties)]);
  return [...names]
    .filter(
      (name) => textOf(before.Properties[name] ?? null) !== textOf(after.Properties[name] ?? null),
    )
    .sort();
}

function evaluatedOutputs(scope: Scope | undefined): CfnValue {
  if (!scope) return null;
  return Object.entries(scope.template.Outputs ?? {})
    .filter(([, output]) => evaluateCondition(output.Condition, scope) !== false)
    .sort(([a], [b]) => compareNames(a, b))
    .map(([name, { Value, Export }]) => [
      name,
      evaluateValue(Value, scope),
      evaluateValue(Export?.Name ?? null, scope),
    ]);
}

function toScope({ template, parameters, stackName }: StackVersion): Scope {
  return { template, parameters, stackName };
}

/** A template is plain JSON; its type only names the parts. */
function toValue(template: StackVersion['template']): CfnValue {
  return template as unknown as CfnValue;
}

/** Text that is equal for what CloudFormation takes as equal: keys in any order, `80` and `"80"`. */
function textOf(value: CfnValue): string {
  if (isList(value)) return `[${value.map(textOf).join(',')}]`;
  if (!isObject(value)) return value === null ? 'null' : JSON.stringify(String(value));
  const fields = Object.entries(value).sort(([a], [b]) => compareNames(a, b));
  return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${textOf(item)}`).join(',')}}`;
}
