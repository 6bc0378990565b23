import type { Parameter, Resource, Template } from './cloudformation.js';
import { collectReferences } from './references.js';

/**
 * Copilot's custom resources whose values are now known before: their functions update the environment stack, count
 * tasks or choose priorities. Deleting EnvController would make its function take the workload out of the
 * environment stack, which others may just be changing.
 */
const RETIRED_TYPES: ReadonlySet<string> = new Set([
  'Custom::EnvControllerFunction',
  'Custom::DynamicDesiredCountFunction',
  'Custom::RulePriorityFunction',
]);

export type TakeOver = {
  /** What to deploy now. */
  readonly template: Template;
  /** Logical ids that are kept for this one update. Not empty: the same template must be deployed once more. */
  readonly kept: readonly string[];
  /** Parameters that only the kept resources use: pass on their previous values. */
  readonly previousParameters: readonly string[];
};

type Resources = { [id: string]: Resource };

function retire(resource: Resource): Resource {
  return { ...resource, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
}

/** Custom resources of the live stack that are to go and are not yet marked to be left alone. */
function findUnmarked(live: Template, next: Template): readonly [string, Resource][] {
  return Object.entries(live.Resources).filter(
    ([id, { Type, DeletionPolicy }]) =>
      RETIRED_TYPES.has(Type) && next.Resources[id] === undefined && DeletionPolicy !== 'Retain',
  );
}

function namesUsedBy({ Properties = {}, DependsOn = [] }: Resource): readonly string[] {
  return [...collectReferences(Properties), ...[DependsOn].flat()];
}

/** The resources with everything of the live stack that they need and the next template lacks, as it is. */
function closeOver(
  start: readonly [string, Resource][],
  live: Template,
  next: Template,
): { readonly resources: Resources; readonly parameters: { [name: string]: Parameter } } {
  const resources: Resources = Object.fromEntries(start);
  const parameters: { [name: string]: Parameter } = {};
  const pending = start.map(([, resource]) => resource);
  for (let resource = pending.pop(); resource !== undefined; resource = pending.pop()) {
    for (const name of namesUsedBy(resource)) {
      const needed = live.Resources[name];
      const parameter = live.Parameters?.[name];
      if (needed && next.Resources[name] === undefined && resources[name] === undefined) {
        resources[name] = needed;
        pending.push(needed);
      } else if (parameter && next.Parameters?.[name] === undefined) parameters[name] = parameter;
    }
  }
  return { resources, parameters };
}

/**
 * Takes over a live Copilot stack in two updates, so that the functions of retired custom resources are never asked
 * to delete anything: the first keeps these resources as they are, marked with DeletionPolicy Retain, with their
 * functions and roles; the second, with the marks in the live template, leaves them out. A stack that has none is
 * given back unchanged.
 */
export function keepRetiredCustomResources(live: Template, template: Template): TakeOver {
  const unmarked = findUnmarked(live, template);
  if (unmarked.length === 0) return { template, kept: [], previousParameters: [] };
  const retired = unmarked.map(([id, resource]): [string, Resource] => [id, retire(resource)]);
  const { resources, parameters } = closeOver(retired, live, template);
  const names = Object.keys(parameters).sort();
  return {
    template: {
      ...template,
      ...(names.length === 0 ? {} : { Parameters: { ...template.Parameters, ...parameters } }),
      Resources: { ...template.Resources, ...resources },
    },
    kept: Object.keys(resources).sort(),
    previousParameters: names,
  };
}
