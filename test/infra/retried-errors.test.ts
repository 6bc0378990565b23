import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FUNCTION_NAMES,
  pascalCase,
  STATE_MACHINES,
} from '../../functions/support/runtime/triggers.js';
import { bundleFunctions } from '../../infra/bundling/bundling.js';

/** Thrown to be tried again: nothing is wrong, it is too early. */
const TOO_EARLY = ['ChangeSetPending', 'StackBusy'];

type State = {
  readonly Arguments?: { readonly FunctionName?: string };
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly ItemProcessor?: Machine;
};
type Machine = { readonly States: { readonly [name: string]: State } };

const listStates = ({ States }: Machine): readonly State[] =>
  Object.values(States).flatMap((state) => [
    state,
    ...(state.ItemProcessor ? listStates(state.ItemProcessor) : []),
  ]);

const readMachine = (name: string): Machine =>
  JSON.parse(
    readFileSync(
      join(import.meta.dirname, '..', '..', 'statemachines', `${name}.asl.json`),
      'utf8',
    ),
  );

/** Each error with the functions that throw it, and those of which a task retries it. */
async function compareRetries() {
  const folder = mkdtempSync(join(tmpdir(), 'autoland-retries-'));
  await bundleFunctions(FUNCTION_NAMES, folder);
  const states = STATE_MACHINES.flatMap((machine) => listStates(readMachine(machine)));
  const isRetried = (name: string, error: string): boolean =>
    states.some(
      ({ Arguments, Retry = [] }) =>
        Arguments?.FunctionName === `\${${pascalCase(name)}FunctionArn}` &&
        Retry.some(({ ErrorEquals }) => ErrorEquals.includes(error)),
    );
  const isThrown = (name: string, error: string): boolean =>
    // Once in every bundle: the wrapper knows them, to log them quietly.
    readFileSync(join(folder, name, 'index.mjs'), 'utf8').split(`"${error}"`).length > 2;
  const linesOf = (has: (name: string, error: string) => boolean): readonly string[] =>
    TOO_EARLY.flatMap((error) =>
      FUNCTION_NAMES.filter((name) => has(name, error)).map((name) => `${error}: ${name}`),
    );
  return { thrown: linesOf(isThrown), retried: linesOf(isRetried) };
}

test('what is thrown because it is too early is retried, and nothing else is', async () => {
  const { thrown, retried } = await compareRetries();
  expect(retried.length).toBeGreaterThan(3);
  expect(thrown).toEqual(retried);
});
