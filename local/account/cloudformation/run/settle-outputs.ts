import { findExport, findExportInUse, findLostExports } from '../exports.js';
import { evaluate } from '../intrinsic-functions.js';
import type { StackOutput } from '../stack-records.js';
import { createScope } from '../stack-scope.js';
import type { Run } from './run.js';

const asText = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

export function evaluateOutputs(run: Run): readonly StackOutput[] {
  const { engine, stack, target } = run;
  const scope = createScope(engine.lookups, stack, target, 'run', (id) => stack.resources.get(id));
  return Object.entries(target.template.Outputs ?? {})
    .filter(([, { Condition }]) => Condition === undefined || scope.isTrue(Condition))
    .map(([key, output]) => ({
      key,
      value: asText(evaluate(scope, output.Value)),
      description: output.Description,
      exportName: output.Export && asText(evaluate(scope, output.Export.Name)),
    }));
}

/** Sets the stack's outputs. Returns why the operation fails: an export that is taken, or still in use. */
export function settleOutputs(run: Run): string | undefined {
  const { engine, stack } = run;
  let outputs: readonly StackOutput[];
  try {
    outputs = evaluateOutputs(run);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const lost = findLostExports(stack.outputs, outputs);
  const inUse =
    findExportInUse(engine.stacks, lost.deleted, 'deleted') ??
    findExportInUse(engine.stacks, lost.updated, 'updated');
  if (inUse) return inUse;
  for (const { exportName } of outputs) {
    const taken = exportName === undefined ? undefined : findExport(engine.stacks, exportName);
    if (taken && taken.stackId !== stack.id) {
      return `Export with name ${exportName} is already exported by stack ${engine.stacks.byId.get(taken.stackId)?.name ?? taken.stackId}`;
    }
  }
  stack.outputs = outputs;
  return undefined;
}
