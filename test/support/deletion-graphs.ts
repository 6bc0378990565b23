import fc from 'fast-check';
import type { SimulatedAccount } from '../../local/account/simulated-account.js';
import { type PlacedSketch, placeStack } from './placed-stacks.js';

/** Stacks of the environment `test` with what they offer and need, and what a deletion of them is asked for. */
export type DeletionGraph = {
  readonly stacks: readonly GraphStack[];
  /** Path of the API below the application. */
  readonly path: string;
  /** Names of the stacks that are to go. */
  readonly going: readonly string[];
};

type GraphStack = {
  readonly name: string;
  readonly stackName: string;
  readonly sketch: PlacedSketch;
};

/** Stacks that need another one: they import from it, or subscribe to its topics. */
export function findDependents(graph: DeletionGraph, stackName: string): readonly string[] {
  const stack = graph.stacks.find((one) => one.stackName === stackName);
  const { exports = [], topics = [] } = stack?.sketch ?? {};
  return graph.stacks
    .filter((other) => other !== stack)
    .filter(
      ({ sketch: { imports = [], subscriptions = [] } }) =>
        exports.some((name) => imports.includes(name)) ||
        topics.some((name) => subscriptions.includes(name)),
    )
    .map((other) => other.stackName);
}

/** Something that stays needs something that is to go. */
export function isBlocked(graph: DeletionGraph): boolean {
  return graph.going.some((stackName) =>
    findDependents(graph, stackName).some((other) => !graph.going.includes(other)),
  );
}

export function placeGraph(account: Pick<SimulatedAccount, 'setup'>, graph: DeletionGraph): void {
  for (const { name, sketch } of inOrder(graph)) placeStack(account, name, sketch);
}

/** Exporters first: CloudFormation makes no stack that imports what is not there. */
function inOrder({ stacks }: DeletionGraph): readonly GraphStack[] {
  const made = (exported: string) =>
    stacks.findIndex(({ sketch }) => sketch.exports?.includes(exported));
  const depth = (stack: GraphStack): number =>
    Math.max(0, ...(stack.sketch.imports ?? []).map((name) => 1 + depthAt(made(name))));
  const depthAt = (index: number): number => {
    const stack = stacks[index];
    return stack ? depth(stack) : 0;
  };
  return stacks.toSorted((a, b) => depth(a) - depth(b));
}

/** Names of the buckets that their stacks keep, by stack. */
export const retainedBucket = (name: string): string => `kept-of-${name}`;

const retained = (name: string) => ({
  Kept: {
    Type: 'AWS::S3::Bucket',
    DeletionPolicy: 'Retain',
    Properties: { BucketName: retainedBucket(name) },
  },
});

type Shape = {
  readonly addons: readonly boolean[];
  /** Per workload: which of the exports and topics before it it uses, and whether it keeps a bucket. */
  readonly workloads: readonly {
    readonly imports: readonly number[];
    readonly subscribes: readonly number[];
    readonly keeps: boolean;
  }[];
  readonly outsider: number | null;
  readonly target: number;
};

const SHAPES: fc.Arbitrary<Shape> = fc.record({
  addons: fc.array(fc.boolean(), { maxLength: 2 }),
  workloads: fc.array(
    fc.record({
      imports: fc.array(fc.nat(20), { maxLength: 3 }),
      subscribes: fc.array(fc.nat(20), { maxLength: 2 }),
      keeps: fc.boolean(),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  outsider: fc.option(fc.nat(20), { freq: 5 }),
  target: fc.nat(20),
});

/** Random graphs with exports, imports, subscriptions, retained data, and now and then an importer outside. */
export const DELETION_GRAPHS: fc.Arbitrary<DeletionGraph> = SHAPES.map(toGraph);

function toGraph({ addons, workloads, outsider, target }: Shape): DeletionGraph {
  const stacks: GraphStack[] = [];
  const exported = (): readonly string[] => stacks.flatMap(({ sketch }) => sketch.exports ?? []);
  const topics = (): readonly string[] => stacks.flatMap(({ sketch }) => sketch.topics ?? []);
  const pick = (names: readonly string[], picks: readonly number[]): readonly string[] =>
    names.length === 0 ? [] : [...new Set(picks.map((n) => names[n % names.length] ?? ''))];
  const add = (name: string, sketch: PlacedSketch): void => {
    const stackName =
      sketch.isOurs === false
        ? name
        : sketch.kind === 'environment'
          ? 'shop-test'
          : `shop-test-${name}`;
    stacks.push({ name, stackName, sketch });
  };
  add('test', { kind: 'environment', exports: ['vpc'] });
  addons.forEach((keeps, n) => {
    add(`addon${n}`, {
      kind: 'environment-addon',
      exports: [`addon${n}`],
      imports: ['vpc'],
      resources: keeps ? retained(`addon${n}`) : {},
    });
  });
  workloads.forEach(({ imports, subscribes, keeps }, n) => {
    add(`w${n}`, {
      exports: [`url${n}`],
      imports: [...new Set(['vpc', ...pick(exported(), imports)])],
      subscriptions: pick(topics(), subscribes),
      topics: [`topic${n}`],
      resources: keeps ? retained(`w${n}`) : {},
    });
  });
  if (outsider !== null) add('billing', { isOurs: false, imports: pick(exported(), [outsider]) });
  return { stacks, ...chooseTarget(stacks, target) };
}

/** The whole application, the environment, or one stack in it. */
function chooseTarget(
  stacks: readonly GraphStack[],
  target: number,
): Pick<DeletionGraph, 'path' | 'going'> {
  const ours = stacks.filter(({ sketch }) => sketch.isOurs !== false);
  const all = ours.map(({ stackName }) => stackName);
  if (target % 3 === 0) return { path: '', going: all };
  if (target % 3 === 1) return { path: '/environments/test?cascade=true', going: all };
  const inside = ours.filter(({ sketch }) => sketch.kind !== 'environment');
  const one = inside[target % inside.length];
  const folder = one?.sketch.kind === 'environment-addon' ? 'addons' : 'workloads';
  return {
    path: `/environments/test/${folder}/${one?.name}`,
    going: one ? [one.stackName] : [],
  };
}
