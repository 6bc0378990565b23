import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import validate from 'asl-validator';
import { ERROR_NAMES } from '../../core/errors.js';
import {
  FUNCTION_NAMES,
  pascalCase,
  STATE_MACHINES,
} from '../../functions/support/runtime/triggers.js';
import { ROOT } from '../../infra/bundling/bundling.js';
import { readDefinition } from '../../infra/constructs/asl-definition.js';
import { settingsOf } from '../../infra/stacks/function-settings.js';
import { MACHINE_PARTS } from '../../infra/stacks/state-machines.js';

type State = {
  readonly Type: string;
  readonly Resource?: string;
  readonly Arguments?: { readonly FunctionName?: string };
  readonly TimeoutSeconds?: number | string;
  readonly HeartbeatSeconds?: number;
  readonly Comment?: string;
  readonly Retry?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly Comment?: string;
  }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly ItemProcessor?: { readonly States: States };
};
type States = { readonly [name: string]: State };

const FOLDER = join(ROOT, 'statemachines');
const readText = (name: string): string => readFileSync(join(FOLDER, `${name}.asl.json`), 'utf8');

/** All states of a machine with their names, those inside maps too. */
function listStates(states: States): readonly (readonly [string, State])[] {
  return Object.entries(states).flatMap(([name, state]) => [
    [name, state] as const,
    ...(state.ItemProcessor ? listStates(state.ItemProcessor.States) : []),
  ]);
}

const statesOf = (machine: string): readonly (readonly [string, State])[] =>
  listStates((JSON.parse(readText(machine)) as { readonly States: States }).States);

const tasksOf = (machine: string) => statesOf(machine).filter(([, state]) => state.Type === 'Task');

/** Errors of service integrations: the start of a nested execution itself failed. */
const FOREIGN = /^(States|Lambda|StepFunctions)\./;

test('the files are the machines that are deployed', () => {
  expect(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith('.asl.json'))
      .sort(),
  ).toEqual(STATE_MACHINES.map((name) => `${name}.asl.json`).sort());
});

test('asl-validator finds a state that leads nowhere', () => {
  const text = readText('release').replace('"Next": "Render"', '"Next": "Rendre"');
  expect(validate(JSON.parse(text)).isValid).toBe(false);
});

describe.each([...STATE_MACHINES])('%s', (machine) => {
  test('passes asl-validator', () => {
    const { isValid, errorsText } = validate(JSON.parse(readText(machine)), { checkArn: true });
    expect(isValid ? '' : errorsText()).toBe('');
  });

  test('names only errors that exist', () => {
    const named = statesOf(machine).flatMap(([, { Retry = [], Catch = [] }]) =>
      [...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals),
    );
    const known: readonly string[] = ERROR_NAMES;
    expect(named.filter((name) => !known.includes(name) && !FOREIGN.test(name))).toEqual([]);
  });

  test('calls what the stack gives it, and nothing else', () => {
    const { functions, workflows } = MACHINE_PARTS[machine];
    expect(readDefinition(readText(machine), machine).placeholders).toEqual(
      [
        ...functions.map((name) => `${pascalCase(name)}FunctionArn`),
        ...workflows.map((name) => `${pascalCase(name)}StateMachineArn`),
      ].sort(),
    );
  });

  test('every task ends: a time limit, and a heartbeat where it waits for a token', () => {
    const endless = tasksOf(machine).filter(([, state]) => state.TimeoutSeconds === undefined);
    expect(endless.map(([name]) => name)).toEqual([]);
    const silent = tasksOf(machine).filter(
      ([, { Resource, HeartbeatSeconds, TimeoutSeconds }]) =>
        Resource?.endsWith('.waitForTaskToken') &&
        HeartbeatSeconds === undefined &&
        // The bake: its time limit is its end.
        typeof TimeoutSeconds === 'number',
    );
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  test('every retry says why', () => {
    const silent = statesOf(machine).filter(([, { Retry = [] }]) =>
      Retry.some(({ Comment }) => !Comment),
    );
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  test('the function times out before the state that calls it', () => {
    const late = tasksOf(machine).filter(([, { Arguments, Resource, TimeoutSeconds }]) => {
      const called = /\$\{(\w+)FunctionArn\}/.exec(Arguments?.FunctionName ?? '')?.[1];
      const name = FUNCTION_NAMES.find((fn) => pascalCase(fn) === called);
      if (!name || Resource?.endsWith('.waitForTaskToken') || typeof TimeoutSeconds === 'string')
        return false;
      return settingsOf(name).timeout >= (TimeoutSeconds ?? 0);
    });
    expect(late.map(([name]) => name)).toEqual([]);
  });
});
