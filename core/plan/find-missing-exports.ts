import type { Issue } from '../issues.js';
import { findNearest } from '../manifest/nearest-key.js';
import { findPartition } from '../template/partition.js';
import { collectLinks, type LinkedStack } from './collect-links.js';

/** A stack as far as its imports concern it. */
export type ImportingStack = LinkedStack & { readonly name: string };

/** Names of exports that stacks import and none of them makes, each with the names of those that want it. Sorted. */
export function findForeignImports(
  stacks: readonly ImportingStack[],
): ReadonlyMap<string, readonly string[]> {
  const linked = stacks.map((stack) => ({ name: stack.name, links: collectLinks(stack) }));
  const own = new Set(linked.flatMap(({ links }) => links.exports));
  const wanted = linked.flatMap(({ name, links }) =>
    links.imports.map((exportName) => ({ name, exportName })),
  );
  const foreign = [...new Set(wanted.map(({ exportName }) => exportName))]
    .filter((exportName) => !own.has(exportName))
    .sort();
  return new Map(
    foreign.map((exportName) => [
      exportName,
      wanted.filter((one) => one.exportName === exportName).map(({ name }) => name),
    ]),
  );
}

export type ExportsAround = {
  /** Exports of the account and region, by name. */
  readonly exports: { readonly [name: string]: string };
  readonly region: string | undefined;
  readonly accountId: string | undefined;
};

/** Imports of what nobody exports: CloudFormation would find out only in the middle of the release. */
export function findMissingExports(
  foreign: ReadonlyMap<string, readonly string[]>,
  around: ExportsAround,
  severity: Issue['severity'],
): readonly Issue[] {
  const names = Object.keys(around.exports);
  return [...foreign].flatMap(([text, importers]) => {
    const exportName = expand(text, around);
    if (exportName === undefined || names.includes(exportName)) return [];
    const nearest = findNearest(exportName, names);
    return importers.map(
      (name): Issue => ({
        severity,
        file: `copilot/${name}`,
        message: `imports "${exportName}", which no stack exports in this account and region`,
        hint: nearest
          ? `did you mean "${nearest}"?`
          : 'deploy the stack that exports it first, or correct the name',
      }),
    );
  });
}

/** The name with CloudFormation's pseudo parameters in it replaced; undefined where one is not known. */
function expand(name: string, { region, accountId }: ExportsAround): string | undefined {
  const values: { readonly [parameter: string]: string | undefined } = {
    Region: region,
    AccountId: accountId,
    Partition: region && findPartition(region),
  };
  const expanded = name.replace(
    /\$\{AWS::(\w+)\}/g,
    (whole, parameter: string) => values[parameter] ?? whole,
  );
  return expanded.includes('${') ? undefined : expanded;
}
