import type { ConformanceCase } from './case-format.js';
import { runExecution } from './run-execution.js';
import { runState } from './run-state.js';
import { runValidation, runVariableReferences } from './run-validation.js';

/** Runs a case of any kind; its first difference to the recording, or undefined. */
export async function runCase(recorded: ConformanceCase): Promise<string | undefined> {
  switch (recorded.kind) {
    case 'state':
      return runState(recorded);
    case 'validation':
      return runValidation(recorded);
    case 'variableReferences':
      return runVariableReferences(recorded);
    case 'table':
      return runTable(recorded);
    case undefined:
      return runExecution(recorded);
  }
}

async function runTable({ rows = [], ...file }: ConformanceCase): Promise<string | undefined> {
  for (const [index, row] of rows.entries()) {
    const { kind: _table, ...table } = file;
    const difference = await runExecution({
      ...table,
      ...row,
      definition: row.definition ?? file.definition,
    });
    if (difference) return `row ${index}${difference}`;
  }
  return undefined;
}
