/** Exports and who imports them. */
import { isDeleted, type StackOutput, type StackRecord, type StackStore } from './stack-records.js';

export type Export = { readonly name: string; readonly value: string; readonly stackId: string };

const liveStacks = (store: StackStore): readonly StackRecord[] =>
  [...store.byId.values()].filter((stack) => !isDeleted(stack));

export function listExports(store: StackStore): readonly Export[] {
  return liveStacks(store)
    .flatMap((stack) =>
      stack.outputs.flatMap(({ exportName, value }) =>
        exportName === undefined ? [] : [{ name: exportName, value, stackId: stack.id }],
      ),
    )
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

export function findExport(store: StackStore, name: string): Export | undefined {
  for (const stack of store.byId.values()) {
    if (isDeleted(stack)) continue;
    const output = stack.outputs.find(({ exportName }) => exportName === name);
    if (output) return { name, value: output.value, stackId: stack.id };
  }
  return undefined;
}

/** Names of the stacks that import it, sorted. */
export function findImporters(store: StackStore, exportName: string): readonly string[] {
  return liveStacks(store)
    .filter((stack) => stack.imports.has(exportName))
    .map((stack) => stack.name)
    .sort();
}

/** `Export a cannot be deleted as it is in use by b and c`: the first export that must stay. */
export function findExportInUse(
  store: StackStore,
  outputs: readonly StackOutput[],
  verb: 'deleted' | 'updated',
): string | undefined {
  for (const { exportName } of outputs) {
    const importers = exportName === undefined ? [] : findImporters(store, exportName);
    if (importers.length > 0)
      return `Export ${exportName} cannot be ${verb} as it is in use by ${importers.join(' and ')}`;
  }
  return undefined;
}

/** Exports of the old outputs that the new ones drop or change. */
export function findLostExports(before: readonly StackOutput[], after: readonly StackOutput[]) {
  const values = new Map(after.map(({ exportName, value }) => [exportName, value]));
  const exported = before.filter(({ exportName }) => exportName !== undefined);
  return {
    deleted: exported.filter(({ exportName }) => !values.has(exportName)),
    updated: exported.filter(
      ({ exportName, value }) => values.has(exportName) && values.get(exportName) !== value,
    ),
  };
}
