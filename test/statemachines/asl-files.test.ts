import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import validate from 'asl-validator';
import { MOST_DEPLOY_MINUTES, WAY_BACK_MINUTES } from '../../core/deployment/deadline.js';
import { ERROR_NAMES } from '../../core/errors.js';
import {
  FUNCTION_NAMES,
  pascalCase,
  STATE_MACHINES,
  TRIGGERS,
} from '../../functions/support/runtime/triggers.js';

type Retrier = { readonly ErrorEquals: readonly string[]; readonly Comment?: string };

type State = {
  readonly Type: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number | string;
  readonly HeartbeatSeconds?: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Retrier[];
  readonly ItemProcessor?: Machine;
  readonly Branches?: readonly Machine[];
};

type Machine = {
  readonly TimeoutSeconds?: number;
  readonly States: { readonly [name: string]: State };
};

const FOLDER = join(import.meta.dirname, '..', '..', 'statemachines');

const readText = (name: string): string => readFileSync(join(FOLDER, `${name}.asl.json`), 'utf8');
const readMachine = (name: string): Machine => JSON.parse(readText(name)) as Machine;

/** Every state with its name, those within a Map or Parallel too. */
function listStates(machine: Machine): readonly (readonly [name: string, state: State])[] {
  return Object.entries(machine.States).flatMap(([name, state]) => {
    const inner = [
      ...(state.ItemProcessor ? [state.ItemProcessor] : []),
      ...(state.Branches ?? []),
    ];
    return [[name, state] as const, ...inner.flatMap(listStates)];
  });
}

/** Names of the tasks of which something is not as it should be; tests expect none. */
const tasksWhere = (machine: string, isWrong: (task: State) => boolean): readonly string[] =>
  listStates(readMachine(machine))
    .filter(([, state]) => state.Type === 'Task' && isWrong(state))
    .map(([name]) => name);

const waits = ({ Resource = '' }: State): boolean => Resource.endsWith('.waitForTaskToken');
const invokes = ({ Resource = '' }: State): boolean => Resource.includes(':lambda:invoke');
const retriedBy = ({ Retry = [] }: State): readonly string[] =>
  Retry.flatMap(({ ErrorEquals }) => ErrorEquals);

/** What Step Functions itself and the services that it calls report, beside the names on our own list. */
const AWS_ERRORS = /^(States|Lambda|StepFunctions)\.\w+$/;

/** Of the Lambda service, not of our code; a task that does not try again fails for nothing. */
const PASSING_ERRORS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  'Throttled',
];

test('the files are the machines that are deployed and run locally', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.asl.json'));
  expect(files.sort()).toEqual(STATE_MACHINES.map((name) => `${name}.asl.json`).sort());
});

describe.each(STATE_MACHINES)('%s', (name) => {
  test('is valid Amazon States Language', () => {
    const { isValid, errorsText } = validate(readMachine(name));
    expect([isValid, errorsText('\n')]).toEqual([true, '']);
  });

  test('is JSONata with a time limit, and says what it is for', () => {
    expect(readMachine(name)).toMatchObject({
      QueryLanguage: 'JSONata',
      TimeoutSeconds: expect.any(Number),
      Comment: expect.stringMatching(/\w+ \w+/),
    });
  });

  test('names only functions and machines that exist', () => {
    const known = [
      ...FUNCTION_NAMES.map((one) => `${pascalCase(one)}FunctionArn`),
      ...STATE_MACHINES.map((one) => `${pascalCase(one)}StateMachineArn`),
    ];
    const named = [...readText(name).matchAll(/\$\{(\w+)\}/g)].map(([, one = '']) => one);
    expect(named.filter((one) => !known.includes(one))).toEqual([]);
  });

  test('every task has a time limit', () => {
    expect(tasksWhere(name, (task) => task.TimeoutSeconds === undefined)).toEqual([]);
  });

  test('every task that waits has a heartbeat, but the bake, whose time limit is its end', () => {
    const without = tasksWhere(name, (task) => waits(task) && task.HeartbeatSeconds === undefined);
    expect(without).toEqual(name === 'release' ? ['Bake under alarms'] : []);
  });

  test('every task that waits looks again when it has heard nothing', () => {
    const isDeaf = (task: State) => waits(task) && !retriedBy(task).includes('States.Timeout');
    expect(tasksWhere(name, isDeaf)).toEqual([]);
  });

  test('every function is tried again after what passes by itself', () => {
    const givesUp = (task: State) =>
      invokes(task) && PASSING_ERRORS.some((error) => !retriedBy(task).includes(error));
    expect(tasksWhere(name, givesUp)).toEqual([]);
  });

  test('every error that it retries or catches is one that somebody throws', () => {
    const named = listStates(readMachine(name)).flatMap(([, { Retry = [], Catch = [] }]) =>
      [...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals),
    );
    const ours = new Set<string>(ERROR_NAMES);
    expect(named.filter((error) => !ours.has(error) && !AWS_ERRORS.test(error))).toEqual([]);
  });

  test('every retry says why', () => {
    const isSilent = ({ Retry = [] }: State) => Retry.some(({ Comment }) => !Comment);
    expect(tasksWhere(name, isSilent)).toEqual([]);
  });
});

test.each(['release', 'stack-graph', 'stack-operation', 'delete'])(
  'the time-out of %s leaves room for the longest deadline and the way back',
  (name) => {
    const { TimeoutSeconds } = readMachine(name);
    expect(TimeoutSeconds).toBeGreaterThanOrEqual((MOST_DEPLOY_MINUTES + WAY_BACK_MINUTES) * 60);
  },
);

test('every function is called by a machine, an event, HTTP, the API or the stream of the ledger', () => {
  const called = new Set(
    STATE_MACHINES.flatMap((name) => [...readText(name).matchAll(/\$\{(\w+)FunctionArn\}/g)]).map(
      ([, name]) => name,
    ),
  );
  const others = FUNCTION_NAMES.filter((name) => !called.has(pascalCase(name)));
  const triggered = TRIGGERS.map((trigger) => trigger.function);
  const otherwise = ['announce', 'api', 'check-workspace', 'environment-api', 'status-api'];
  expect(others.toSorted()).toEqual([...new Set([...otherwise, ...triggered])].toSorted());
});
