import type { Json, JsonObject } from '../../local/asl/api.js';
import { type Diagnostic, formatDiagnostics } from '../../local/asl/definition/diagnostic.js';
import { parseDefinition } from '../../local/asl/definition/parse-definition.js';
import { describeVariableReferences } from '../../local/asl/definition/variable-references.js';
import type { ConformanceCase } from './case-format.js';
import { findDifference } from './find-difference.js';
import { wrapState } from './wrap-state.js';

/** Validates a recorded definition; the first difference to what AWS said, or undefined. */
export function runValidation(recorded: ConformanceCase): string | undefined {
  const parsed = parseDefinition(
    wrapState(recorded.definition),
    recorded.request?.type ?? 'STANDARD',
  );
  const diagnostics = parsed.ok ? [] : parsed.diagnostics;
  const isCreation = recorded.api === 'CreateStateMachine';
  return findDifference(recorded.expected, {
    result: parsed.ok ? 'OK' : 'FAIL',
    diagnostics: diagnostics.map((diagnostic) => ({ ...diagnostic })),
    ...(isCreation ? describeRefusal(diagnostics) : { truncated: false }),
  });
}

function describeRefusal(diagnostics: readonly Diagnostic[]): JsonObject {
  if (diagnostics.length === 0) return {};
  return { error: 'InvalidDefinition', message: formatDiagnostics(diagnostics) };
}

/** Compares the variables that each state reads. */
export function runVariableReferences(recorded: ConformanceCase): string | undefined {
  const parsed = parseDefinition(recorded.definition, 'STANDARD');
  if (!parsed.ok) return formatDiagnostics(parsed.diagnostics);
  const found = describeVariableReferences(
    parsed.machine,
    parsed.machine.QueryLanguage ?? 'JSONPath',
  );
  return findDifference(sortMembers(recorded.expected), { variableReferences: found });
}

function sortMembers(expected: JsonObject | undefined): JsonObject {
  const references = (expected?.variableReferences ?? {}) as { readonly [name: string]: Json };
  const sorted = Object.entries(references).map(([name, variables]) => [
    name,
    Array.isArray(variables) ? [...variables].sort() : variables,
  ]);
  return { variableReferences: Object.fromEntries(sorted) };
}
