import type { StateMachineType } from '../api.js';
import type { Diagnostic } from './diagnostic.js';
import { describeJsonError } from './json-error.js';
import type { Machine } from './machine.js';
import { validateMachine } from './validate-machine.js';

export type ParsedDefinition =
  | { readonly ok: true; readonly machine: Machine }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

// Validation takes longer than many an execution; texts are few and come again with each engine.
const parsedTexts = new Map<string, ParsedDefinition>();

/** Parses and validates a definition, given as JSON text or as the value of it. All mistakes are told at once. */
export function parseDefinition(definition: unknown, type: StateMachineType): ParsedDefinition {
  if (typeof definition !== 'string') return parse(definition, type);
  const key = `${type} ${definition}`;
  const parsed = parsedTexts.get(key) ?? parse(definition, type);
  parsedTexts.set(key, parsed);
  return parsed;
}

function parse(definition: unknown, type: StateMachineType): ParsedDefinition {
  const read = typeof definition === 'string' ? readText(definition) : { value: definition };
  if ('diagnostic' in read) return { ok: false, diagnostics: [read.diagnostic] };
  const diagnostics = validateMachine(read.value, type);
  if (diagnostics.some(({ severity }) => severity === 'ERROR')) return { ok: false, diagnostics };
  // Validation has just seen every field, so this is where the value gets its type.
  return { ok: true, machine: read.value as Machine };
}

function readText(text: string): { readonly value: unknown } | { readonly diagnostic: Diagnostic } {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { diagnostic: describeJsonError(text) };
  }
}
