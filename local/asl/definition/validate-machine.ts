import { z } from 'zod';
import type { StateMachineType } from '../api.js';
import { checkExpressions } from './check-expressions.js';
import { checkFlow } from './check-flow.js';
import { checkTask } from './check-task.js';
import type { Diagnostic, Report } from './diagnostic.js';
import type { Branch, QueryLanguage, State, StateType } from './machine.js';
import { reportIssues } from './schema-issues.js';
import { comment } from './schema-parts.js';
import { fieldsOf } from './schema-states.js';

const STATE_TYPES: readonly StateType[] = [
  'Task',
  'Wait',
  'Pass',
  'Succeed',
  'Fail',
  'Choice',
  'Parallel',
  'Map',
];

const branchFields = {
  ...comment,
  StartAt: z.string(),
  States: z.record(z.string(), z.unknown()),
};

const machineSchema = z.strictObject({
  ...branchFields,
  QueryLanguage: z.enum(['JSONPath', 'JSONata']).optional(),
  TimeoutSeconds: z.int().positive().optional(),
  Version: z.string().optional(),
});

const branchSchema = z.strictObject(branchFields);
const processorSchema = z.strictObject({
  ...branchFields,
  ProcessorConfig: z.unknown().optional(),
});

type Walk = {
  readonly type: StateMachineType;
  readonly machineLanguage: QueryLanguage;
  readonly report: Report;
  /** Names are unique in the whole machine, nested states included. */
  readonly names: Set<string>;
};

/** Every mistake of a definition, in the order of its states; empty when it can run. */
export function validateMachine(
  definition: unknown,
  type: StateMachineType,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (location, message, code = 'SCHEMA_VALIDATION_FAILED') =>
    void diagnostics.push({
      severity: 'ERROR',
      code,
      message,
      ...(location === undefined ? {} : { location }),
    });
  if (!isObject(definition)) {
    report(undefined, 'Definition must be a valid JSON object');
    return diagnostics;
  }
  const missing = ['States', 'StartAt'].filter((name) => !(name in definition));
  if (missing.length > 0) {
    report('/', `These fields are required: [${missing.join(', ')}]`);
    return diagnostics;
  }
  const machineLanguage = definition.QueryLanguage === 'JSONata' ? 'JSONata' : 'JSONPath';
  checkBranch(definition, '', machineSchema, {
    type,
    machineLanguage,
    report,
    names: new Set(),
  });
  if (diagnostics.length === 0) checkFlow(definition as Branch, report);
  return diagnostics;
}

function checkBranch(branch: object, location: string, schema: z.ZodType, walk: Walk): void {
  const parsed = schema.safeParse(branch);
  if (!parsed.success) {
    const unknown = (key: string) => `Field '${key}' is not supported`;
    reportIssues(parsed.error.issues, branch, location, walk.report, unknown);
    return;
  }
  for (const [name, state] of Object.entries((branch as Branch).States)) {
    const place = `${location}/States/${name}`;
    if (walk.names.has(name))
      walk.report(place, `Duplicate state name: ${name}`, 'DUPLICATE_STATE_NAME');
    walk.names.add(name);
    if ([...name].length > 80)
      walk.report(place, 'State name is longer than 80 characters', 'INVALID_STATE_NAME');
    if (isObject(state)) checkState(state, place, walk);
    else walk.report(place, 'The state must be a JSON object');
  }
}

function checkState(
  state: { readonly [key: string]: unknown },
  location: string,
  walk: Walk,
): void {
  const type = STATE_TYPES.find((name) => name === state.Type);
  if (!type) {
    walk.report(
      `${location}/Type`,
      `The field 'Type' should have one of these values: [${STATE_TYPES.join(', ')}]`,
    );
    return;
  }
  const language = findLanguage(state, location, walk);
  const parsed = z.strictObject(fieldsOf(type, language)).safeParse(state);
  if (!parsed.success) {
    reportIssues(parsed.error.issues, state, location, walk.report, (key) =>
      describeUnknownField(key, type, language),
    );
    return;
  }
  const valid = state as State;
  checkTask(valid, location, walk.type, walk.report);
  checkExpressions(valid, language, location, walk.report);
  checkNested(valid, location, walk);
}

function findLanguage(
  state: { readonly [key: string]: unknown },
  location: string,
  { machineLanguage, report }: Walk,
): QueryLanguage {
  const own = state.QueryLanguage;
  if (own === undefined) return machineLanguage;
  if (own === 'JSONPath' && machineLanguage === 'JSONata')
    report(
      location,
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
    );
  else if (own !== 'JSONPath' && own !== 'JSONata')
    report(
      `${location}/QueryLanguage`,
      "The field 'QueryLanguage' should have one of these values: [JSONPath, JSONata]",
    );
  return own === 'JSONPath' ? 'JSONPath' : 'JSONata';
}

function describeUnknownField(key: string, type: StateType, language: QueryLanguage): string {
  const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
  return key in fieldsOf(type, other)
    ? `The QueryLanguage is set to '${language}', but field '${key}' is only supported for the '${other}' QueryLanguage`
    : `Field '${key}' is not supported`;
}

function checkNested(state: State, location: string, walk: Walk): void {
  if (state.Type === 'Parallel')
    for (const [index, branch] of state.Branches.entries())
      checkBranch(branch, `${location}/Branches[${index}]`, branchSchema, walk);
  if (state.Type !== 'Map') return;
  const name = state.ItemProcessor ? 'ItemProcessor' : 'Iterator';
  const processor = state.ItemProcessor ?? state.Iterator;
  if (processor) checkBranch(processor, `${location}/${name}`, processorSchema, walk);
  else walk.report(location, "The field 'ItemProcessor' is required but was missing");
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
