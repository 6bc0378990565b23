import {
  type ExecutionDescription,
  type Json,
  type StartExecutionRequest,
  type StateMachineRegistration,
  type StepFunctions,
  StepFunctionsError,
  type StepFunctionsOptions,
} from './api.js';
import { formatDiagnostics } from './definition/diagnostic.js';
import { parseDefinition } from './definition/parse-definition.js';
import { EmbeddedEngine, type RegisteredMachine } from './execution/embedded-engine.js';
import type { Execution } from './execution/execution.js';
import { makeUuid } from './execution/ids.js';
import { MAX_NAME_LENGTH, MAX_PAYLOAD_BYTES, sizeOf } from './execution/limits.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS forbids exactly these in names.
const FORBIDDEN_IN_NAMES = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/** The embedded AWS Step Functions: state machines in, executions out, over the clock and tasks given. */
export function createStepFunctions(options: StepFunctionsOptions): StepFunctions {
  const machines = new Map<string, RegisteredMachine>();
  const engine = new EmbeddedEngine(options, (request) => start(request));

  function getExecution(arn: string): Execution {
    const execution = engine.find(arn);
    if (execution) return execution;
    throw new StepFunctionsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  function getMachine(arn: string): RegisteredMachine {
    const machine = machines.get(arn);
    if (machine) return machine;
    throw new StepFunctionsError(
      'StateMachineDoesNotExist',
      `State Machine Does Not Exist: '${arn}'`,
    );
  }

  function start(request: StartExecutionRequest): Execution {
    const registered = getMachine(request.stateMachineArn);
    const name = request.name ?? makeUuid(options.random);
    const input = request.input ?? {};
    checkName(name);
    checkInput(input);
    const machineName = registered.stateMachineArn.split(':').at(-1);
    const kind = registered.isExpress ? 'express' : 'execution';
    const suffix = registered.isExpress ? `:${makeUuid(options.random)}` : '';
    const arn = `arn:aws:states:${engine.region}:${engine.accountId}:${kind}:${machineName}:${name}${suffix}`;
    const known = engine.find(arn);
    if (known) return reuse(known, input);
    return engine.launch({ ...registered, arn, name, input });
  }

  return {
    registerStateMachine: (registration) =>
      void machines.set(registration.stateMachineArn, register(registration, engine.accountId)),
    startExecution: (request) => {
      const execution = start(request);
      return { executionArn: execution.start.arn, startDate: execution.startDate };
    },
    describeExecution: (arn) => getExecution(arn).describe(),
    listExecutions: (filter = {}) =>
      engine
        .list()
        .map((execution) => execution.describe())
        .filter((described) => isListed(described, filter)),
    getExecutionHistory: (arn) => getExecution(arn).history,
    stopExecution: ({ executionArn, error, cause }) => {
      const execution = getExecution(executionArn);
      engine.stop(execution, error, cause);
      return { stopDate: execution.describe().stopDate ?? options.clock.now() };
    },
    redriveExecution: (arn) => {
      const execution = getExecution(arn);
      if (execution.isRunning || execution.status === 'SUCCEEDED')
        throw new StepFunctionsError(
          'ExecutionNotRedrivable',
          `Execution is ${execution.status} and cannot be redriven`,
        );
      engine.resume(execution);
      return { redriveDate: options.clock.now() };
    },
    sendTaskSuccess: ({ taskToken, output }) => {
      if (sizeOf(output) > MAX_PAYLOAD_BYTES)
        throw new StepFunctionsError('InvalidOutput', "Invalid Output: 'output is too large'");
      engine.tokens.succeed(taskToken, output);
    },
    sendTaskFailure: ({ taskToken, error, cause }) => engine.tokens.fail(taskToken, error, cause),
    sendTaskHeartbeat: ({ taskToken }) => engine.tokens.beat(taskToken),
    listWaitingTasks: () => engine.tokens.listWaiting(),
  };
}

function register(registration: StateMachineRegistration, accountId: string): RegisteredMachine {
  const { stateMachineArn, definition, type = 'STANDARD', roleArn } = registration;
  const parsed = parseDefinition(definition, type);
  if (!parsed.ok)
    throw new StepFunctionsError('InvalidDefinition', formatDiagnostics(parsed.diagnostics));
  return {
    stateMachineArn,
    machine: parsed.machine,
    isExpress: type === 'EXPRESS',
    roleArn: roleArn ?? `arn:aws:iam::${accountId}:role/step-functions`,
  };
}

function checkName(name: string): void {
  if (name === '' || name.length > MAX_NAME_LENGTH || FORBIDDEN_IN_NAMES.test(name))
    throw new StepFunctionsError('InvalidName', `Invalid Name: '${name}'`);
}

function checkInput(input: Json): void {
  if (sizeOf(input) > MAX_PAYLOAD_BYTES)
    throw new StepFunctionsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: 'longer than ${MAX_PAYLOAD_BYTES} bytes'`,
    );
}

function reuse(known: Execution, input: Json): Execution {
  if (known.isRunning && JSON.stringify(known.start.input) === JSON.stringify(input)) return known;
  throw new StepFunctionsError(
    'ExecutionAlreadyExists',
    `Execution Already Exists: '${known.start.arn}'`,
  );
}

function isListed(
  described: ExecutionDescription,
  filter: { readonly stateMachineArn?: string; readonly status?: string },
): boolean {
  return (
    (filter.stateMachineArn === undefined ||
      filter.stateMachineArn === described.stateMachineArn) &&
    (filter.status === undefined || filter.status === described.status)
  );
}
