/** Which resources a template value refers to, and the order that follows. */
import type { CfnValue, Resource, Template } from '../../../core/template/cloudformation.js';
import { splitGetAtt } from './intrinsic-functions.js';

export type Reference = {
  readonly logicalId: string;
  /** Undefined for `Ref` and `DependsOn`. */
  readonly attribute?: string;
};

function findInSub(argument: CfnValue): readonly Reference[] {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const local = (variables ?? {}) as { readonly [name: string]: CfnValue };
  const inText = [...String(text).matchAll(/\$\{(!?)([^}]+)\}/g)].flatMap(
    ([, literal, inner = '']) => {
      const name = inner.trim();
      if (literal || name in local) return [];
      const cut = name.indexOf('.');
      return cut > 0
        ? [{ logicalId: name.slice(0, cut), attribute: name.slice(cut + 1) }]
        : [{ logicalId: name }];
    },
  );
  return [...inText, ...findReferences(local)];
}

type Truth = ((condition: string) => boolean) | undefined;

const FINDERS: {
  readonly [name: string]: (argument: unknown, isTrue: Truth) => readonly Reference[] | undefined;
} = {
  Ref: (argument) => [{ logicalId: String(argument) }],
  'Fn::Sub': (argument) => findInSub(argument as CfnValue),
  'Fn::GetAtt': (argument, isTrue) => {
    const [logicalId, attribute] = splitGetAtt(argument);
    const inner = typeof attribute === 'string' ? [] : findReferences(attribute, isTrue);
    return [{ logicalId, attribute: String(attribute) }, ...inner];
  },
  'Fn::If': (argument, isTrue) =>
    isTrue && Array.isArray(argument)
      ? findReferences(argument[isTrue(String(argument[0])) ? 1 : 2], isTrue)
      : undefined,
};

/** All references in a value, in both branches of each `Fn::If` unless `isTrue` decides. */
export function findReferences(value: unknown, isTrue?: Truth): readonly Reference[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((element) => findReferences(element, isTrue));
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  const find = entries.length === 1 && name !== undefined ? FINDERS[name] : undefined;
  return find?.(argument, isTrue) ?? entries.flatMap(([, inner]) => findReferences(inner, isTrue));
}

const asList = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

export function findDependencies(
  template: Template,
  resource: Resource,
  isPresent: (logicalId: string) => boolean,
  isTrue?: (condition: string) => boolean,
): readonly string[] {
  const referred = findReferences(resource.Properties ?? {}, isTrue).map(
    ({ logicalId }) => logicalId,
  );
  const all = new Set([...asList(resource.DependsOn), ...referred]);
  return [...all].filter((id) => id in template.Resources && isPresent(id));
}

/** What each resource that is present has to wait for. */
export function findGraph(
  template: Template,
  present: ReadonlySet<string>,
  isTrue: (condition: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const isPresent = (other: string): boolean => present.has(other);
  return new Map(
    [...present].map((id) => {
      const resource = template.Resources[id] ?? { Type: '' };
      return [id, findDependencies(template, resource, isPresent, isTrue)];
    }),
  );
}

/** The members of a cycle, or undefined. */
export function findCycle(
  graph: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];
  const visit = (id: string): readonly string[] | undefined => {
    if (state.get(id) === 'done') return undefined;
    if (state.get(id) === 'open') return path.slice(path.indexOf(id));
    state.set(id, 'open');
    path.push(id);
    for (const next of graph.get(id) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    path.pop();
    state.set(id, 'done');
    return undefined;
  };
  for (const id of graph.keys()) {
    const cycle = visit(id);
    if (cycle) return cycle;
  }
  return undefined;
}

/** The graph with its edges turned round: the order of deletion. */
export function reverseGraph(
  graph: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const reversed = new Map<string, string[]>([...graph.keys()].map((id) => [id, []]));
  for (const [id, dependencies] of graph) {
    for (const dependency of dependencies) reversed.get(dependency)?.push(id);
  }
  return reversed;
}

/** Does `work` for each node once all it depends on are done; everything that can runs at once. */
export async function runInOrder(
  graph: ReadonlyMap<string, readonly string[]>,
  work: (id: string) => Promise<void>,
): Promise<void> {
  const started = new Map<string, Promise<void>>();
  const start = (id: string): Promise<void> => {
    const earlier = started.get(id);
    if (earlier !== undefined) return earlier;
    const dependencies = (graph.get(id) ?? []).filter((other) => graph.has(other));
    const promise = Promise.all(dependencies.map(start)).then(() => work(id));
    started.set(id, promise);
    return promise;
  };
  await Promise.all([...graph.keys()].map(start));
}

/** The same order, at once. */
export function runThrough(
  graph: ReadonlyMap<string, readonly string[]>,
  work: (id: string) => void,
): void {
  const seen = new Set<string>();
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const dependency of graph.get(id) ?? []) {
      if (graph.has(dependency)) visit(dependency);
    }
    work(id);
  };
  for (const id of graph.keys()) visit(id);
}
