import type { Installation } from '../installation.js';
import { describeAccount } from '../invariants.js';

type Described = {
  readonly stacks: Readonly<Record<string, unknown>>;
  readonly services: Readonly<Record<string, unknown>>;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly alarms: readonly string[];
};

export type AccountPicture = Described;

export const drawAccount = (it: Installation): AccountPicture => describeAccount(it) as Described;

/**
 * What is not as before, resource by resource: names of stacks (each with its ECS service), exports and alarms that came
 * or went. Alarms of stacks that differ are theirs. `isGone` names alarms that somebody took away meanwhile.
 */
export function findDifferences(
  before: AccountPicture,
  now: AccountPicture,
  isGone: readonly string[],
): readonly string[] {
  const stacks = changedKeys(withServices(before), withServices(now));
  if (stacks.length > 0) return stacks;
  return [
    ...changedKeys(before.exports, now.exports).map((name) => `export ${name}`),
    ...changedKeys(toSet(before.alarms), toSet(now.alarms))
      .filter((name) => !isGone.includes(name))
      .map((name) => `alarm ${name}`),
  ];
}

/** CloudFormation names a service after its stack: `shop-test-api-Service-…`. */
function withServices({ stacks, services }: Described): Readonly<Record<string, unknown>> {
  const own = Object.entries(stacks).map(([name, stack]): [string, unknown] => [
    name,
    [stack, ...Object.entries(services).filter(([key]) => key.startsWith(`${name}-Service-`))],
  ]);
  const owned = (key: string) =>
    Object.keys(stacks).some((name) => key.startsWith(`${name}-Service-`));
  return Object.fromEntries([...own, ...Object.entries(services).filter(([key]) => !owned(key))]);
}

const toSet = (names: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(names.map((name) => [name, true]));

function changedKeys(
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(now[key]))
    .sort();
}
