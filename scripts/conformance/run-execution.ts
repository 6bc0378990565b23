import type { HistoryEvent, Json, JsonObject, StepFunctions } from '../../local/asl/api.js';
import { createStepFunctions } from '../../local/asl/step-functions.js';
import { VirtualClock } from '../../local/clock.js';
import type { ConformanceCase } from './case-format.js';
import { findDifference, findMultisetDifference } from './find-difference.js';
import { RecordedTasks } from './recorded-tasks.js';

const STATE_MACHINE_ARN = 'arn:aws:states:us-east-1:111111111111:stateMachine:machine';

/** Runs a recorded execution again; the first difference, or undefined. */
export async function runExecution(recorded: ConformanceCase): Promise<string | undefined> {
  const clock = new VirtualClock(
    recorded.startTime === undefined ? undefined : Date.parse(recorded.startTime),
  );
  const tasks = new RecordedTasks(recorded);
  const random = makeRandom();
  const stepFunctions = createStepFunctions({ clock, random, tasks });
  stepFunctions.registerStateMachine({
    stateMachineArn: STATE_MACHINE_ARN,
    definition: recorded.definition,
    type: recorded.execution?.type ?? 'STANDARD',
  });
  const { executionArn } = stepFunctions.startExecution({
    stateMachineArn: STATE_MACHINE_ARN,
    input: recorded.input ?? {},
  });
  const history = stepFunctions.getExecutionHistory(executionArn);
  if (recorded.stop) {
    const { whileIn } = recorded.stop;
    await clock.runUntil(() => history.some((event) => isEntered(event, whileIn)));
    stepFunctions.stopExecution({ executionArn });
  }
  const isOver = () => stepFunctions.describeExecution(executionArn).status !== 'RUNNING';
  if (!(await clock.runUntil(isOver))) return 'the execution waits for something that never comes';
  const isAnyOrder = recorded.expected?.order === 'any';
  return (
    compareWith(recorded.expected ?? {}, summarize(stepFunctions, executionArn, tasks)) ??
    tasks.problems[0] ??
    (isAnyOrder || tasks.leftOver.length === 0
      ? undefined
      : `recorded attempts of ${tasks.leftOver.join(', ')} were not used`)
  );
}

/** A fixed sequence: the recordings show no value that was drawn. */
function makeRandom(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function isEntered(event: HistoryEvent, stateName: string): boolean {
  return event.type.endsWith('StateEntered') && event.details.name === stateName;
}

function summarize(
  stepFunctions: StepFunctions,
  executionArn: string,
  tasks: RecordedTasks,
): JsonObject {
  const { status, output, error, cause } = stepFunctions.describeExecution(executionArn);
  const history = stepFunctions.getExecutionHistory(executionArn);
  const exits = history.filter(({ type }) => type.endsWith('StateExited'));
  const pick = (details: JsonObject, ...names: readonly string[]): JsonObject =>
    Object.fromEntries(
      names.flatMap((name) => (name in details ? [[name, details[name] ?? null]] : [])),
    );
  return {
    status,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    statesEntered: history
      .filter(({ type }) => type.endsWith('StateEntered'))
      .map(({ details }) => details.name ?? null),
    stateOutputs: exits.map(({ details }) => pick(details, 'name', 'output')),
    assigned: exits
      .filter(({ details }) => 'assignedVariables' in details)
      .map(({ details }) => ({
        name: details.name ?? null,
        variables: details.assignedVariables ?? null,
      })),
    eventTypes: history.map(({ type }) => type),
    taskInputs: tasks.asked,
    evaluationFailures: history
      .filter(({ type }) => type === 'EvaluationFailed')
      .map(({ details }) => pick(details, 'state', 'error', 'cause', 'location')),
  };
}

function compareWith(expected: JsonObject, actual: JsonObject): string | undefined {
  const isAnyOrder = expected.order === 'any';
  for (const [name, value] of Object.entries(expected)) {
    if (name === 'order') continue;
    const path = `/${name}`;
    const mine: Json | undefined = actual[name];
    const difference =
      isAnyOrder && name !== 'output' && Array.isArray(value) && Array.isArray(mine)
        ? findMultisetDifference(value, mine, path)
        : findDifference(value, mine, path);
    if (difference) return difference;
  }
  return findUnrecordedFailure(expected, actual);
}

/** With a history recorded, an absent error or cause means that AWS gave none. */
function findUnrecordedFailure(expected: JsonObject, actual: JsonObject): string | undefined {
  if (!('eventTypes' in expected)) return undefined;
  const extra = ['error', 'cause'].find((name) => name in actual && !(name in expected));
  return extra === undefined
    ? undefined
    : `/${extra}: expected nothing, got ${JSON.stringify(actual[extra])}`;
}
