import type { ResourceChange } from '../stack/resource-change.js';
import {
  describeUpdate,
  type EvaluatedResource,
  type EvaluatedResources,
} from './describe-update.js';
import { findReferences, type Reference } from './find-references.js';

/** Property `property` of `logicalId` refers to another resource. */
type Use = { readonly logicalId: string; readonly property: string; readonly by: Reference['by'] };

/**
 * A replaced resource has another id, so whatever refers to it changes too, and may be replaced in turn: a new task
 * definition updates the service. An attribute may turn out the same, so a change by it is possible only.
 */
export function spreadReplacements(
  direct: readonly ResourceChange[],
  resources: EvaluatedResources,
): readonly ResourceChange[] {
  const changes = new Map(direct.map((change) => [change.logicalId, change]));
  const uses = findUses(resources);
  const queue = direct.filter((change) => change.action === 'replace');
  for (const cause of queue) {
    for (const use of uses.get(cause.logicalId) ?? []) {
      const resource = resources.get(use.logicalId);
      const known = changes.get(use.logicalId);
      const next = resource && changeByUse(resource, use, cause, known);
      if (!next || (known && isSame(known, next))) continue;
      changes.set(use.logicalId, next);
      if (next.action === 'replace') queue.push(next);
    }
  }
  return [...changes.values()];
}

function changeByUse(
  resource: EvaluatedResource,
  use: Use,
  cause: ResourceChange,
  known: ResourceChange | undefined,
): ResourceChange | undefined {
  if (known?.action === 'create' || known?.action === 'remove') return undefined;
  const properties = [...new Set([...(known?.properties ?? []), use.property])].sort();
  const { action, certainty, retained } = describeUpdate(resource, [use.property]);
  const isCertain = certainty === 'certain' && cause.certainty === 'certain' && use.by === 'id';
  const bySpread: ResourceChange = {
    logicalId: use.logicalId,
    type: resource.Type,
    action,
    certainty: isCertain ? 'certain' : 'possible',
    properties,
    retained,
  };
  return known && weightOf(known) >= weightOf(bySpread) ? { ...known, properties } : bySpread;
}

/** The heavier one tells what happens: a certain replacement, a possible one, a certain update, a possible one. */
function weightOf({ action, certainty }: ResourceChange): number {
  return (action === 'replace' ? 2 : 0) + (certainty === 'certain' ? 1 : 0);
}

function isSame(one: ResourceChange, other: ResourceChange): boolean {
  return weightOf(one) === weightOf(other) && one.properties.length === other.properties.length;
}

/** Who refers to each resource. */
function findUses(resources: EvaluatedResources): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  for (const [logicalId, { Properties }] of resources) {
    for (const [property, value] of Object.entries(Properties)) {
      for (const { logicalId: target, by } of findReferences(value)) {
        const found = uses.get(target) ?? [];
        uses.set(target, found);
        found.push({ logicalId, property, by });
      }
    }
  }
  return uses;
}
