import type { Json, JsonObject } from '../api.js';
import type { Path, PathView, Step } from './path.js';

export type Found =
  | { readonly isFound: true; readonly value: Json }
  /** `$['a']['b']`: how far the path could be followed, the missing member included. */
  | { readonly isFound: false; readonly missing: string };

const SINGLE = new Set(['name', 'index']);

/** A path that can only lead to one place gives the value there; any other gives the list of what it matches. */
export function findByPath(path: Path, view: PathView): Found {
  const root = findRoot(path, view);
  if (root === undefined) return { isFound: false, missing: '$' };
  if (!path.steps.every(({ kind }) => SINGLE.has(kind)))
    return { isFound: true, value: findMatches(path.steps, root) };
  let value = root;
  let missing = '$';
  for (const step of path.steps) {
    missing += describe(step);
    const [next] = takeStep(step, value);
    if (next === undefined) return { isFound: false, missing };
    value = next;
  }
  return { isFound: true, value };
}

function findRoot({ root }: Path, view: PathView): Json | undefined {
  if (root === 'input') return view.input;
  return root === 'context' ? view.context : view.variables[root.variable];
}

function describe(step: Step): string {
  if (step.kind === 'name') return `['${step.name}']`;
  return step.kind === 'index' ? `[${step.index}]` : '';
}

export function findMatches(steps: readonly Step[], root: Json): readonly Json[] {
  return steps.reduce<readonly Json[]>(
    (found, step) => found.flatMap((value) => takeStep(step, value)),
    [root],
  );
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function takeStep(step: Step, value: Json): readonly Json[] {
  switch (step.kind) {
    case 'name':
      return pickMembers(value, [step.name]);
    case 'names':
      return pickMembers(value, step.names);
    case 'index':
      return pickItems(value, [step.index]);
    case 'indexes':
      return pickItems(value, step.indexes);
    case 'slice':
      return Array.isArray(value) ? slice(value, step) : [];
    case 'all':
      return listChildren(value);
    case 'filter':
      return listItems(value).filter(step.test);
    case 'descend':
      return [value, ...listChildren(value).flatMap((child) => takeStep(step, child))];
  }
}

function pickMembers(value: Json, names: readonly string[]): readonly Json[] {
  if (!isObject(value)) return [];
  return names.flatMap((name) => (Object.hasOwn(value, name) ? [value[name] ?? null] : []));
}

function pickItems(value: Json, indexes: readonly number[]): readonly Json[] {
  if (!Array.isArray(value)) return [];
  return indexes.flatMap((index) => {
    const item: Json | undefined = value.at(index);
    return item === undefined ? [] : [item];
  });
}

function listChildren(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

/** A filter on an object tests the object itself. */
function listItems(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [value];
}

function slice(
  items: readonly Json[],
  { from, to, by }: Extract<Step, { readonly kind: 'slice' }>,
): readonly Json[] {
  return items.slice(from ?? 0, to ?? items.length).filter((_, index) => index % by === 0);
}
