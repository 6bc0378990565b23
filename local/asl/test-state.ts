import type { Json, JsonObject } from './api.js';
import {
  isDistributed,
  type MapState,
  type ParallelState,
  type State,
  type TaskState,
} from './definition/machine.js';
import { FieldFailure, matchesFailure, StateFailure } from './execution/failure.js';
import { decideBackoff } from './execution/guarded.js';
import type { Completion, Language, Surroundings } from './execution/language.js';

/** What is known about the state under test; the mock stands for its task, or for the whole of a Map or Parallel. */
export type StateTest = {
  readonly state: State;
  readonly language: Language;
  readonly input: Json;
  readonly variables?: JsonObject;
  readonly context: JsonObject;
  readonly mock?: MockedResult;
  /** How often the matching retrier was used before. @default 0 */
  readonly retrierRetryCount?: number;
  /** How many iterations of the Map failed. */
  readonly mapIterationFailureCount?: number;
};

export type MockedResult =
  | { readonly kind: 'succeed'; readonly result: Json }
  | { readonly kind: 'fail'; readonly error?: string; readonly cause?: string };

export type StateTestResult = {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly nextState?: string;
  /** What inspection level DEBUG shows. */
  readonly inspectionData: JsonObject;
};

/** TestState: one state alone, with a mocked result. Causes of evaluation errors come without the state's name. */
export async function testState(test: StateTest): Promise<StateTestResult> {
  const here: Surroundings = {
    input: test.input,
    variables: test.variables ?? {},
    context: test.context,
  };
  const inspection: Record<string, Json> = {
    input: test.input,
    ...(test.variables ? { variables: test.variables } : {}),
  };
  const { state, language } = test;
  try {
    const { output, next, result } = await runOnce(test, here, inspection);
    return {
      status: 'SUCCEEDED',
      output,
      ...(next === undefined ? {} : { nextState: next }),
      inspectionData: { ...inspection, ...(await language.inspect(state, here, result)) },
    };
  } catch (thrown) {
    const failure = toFailure(thrown);
    Object.assign(inspection, await inspectFailed(test, here));
    return describeFailure(test, here, inspection, failure);
  }
}

/** A field that failed to evaluate fails again here. */
async function inspectFailed(
  { state, language }: StateTest,
  here: Surroundings,
): Promise<JsonObject> {
  try {
    return await language.inspect(state, here, undefined);
  } catch {
    return {};
  }
}

function toFailure(thrown: unknown): StateFailure {
  if (thrown instanceof StateFailure) return thrown;
  if (thrown instanceof FieldFailure) return new StateFailure(thrown.errorName, thrown.message);
  throw thrown;
}

type Left = Completion & {
  readonly next?: string | undefined;
  /** Of states that have one. */
  readonly result?: Json;
};

async function runOnce(
  test: StateTest,
  here: Surroundings,
  inspection: Record<string, Json>,
): Promise<Left> {
  const { state, language } = test;
  switch (state.Type) {
    case 'Pass':
      return { ...(await language.pass(state, here)), next: state.Next };
    case 'Succeed':
      return language.leave(state, here);
    case 'Wait':
      await language.waitFor(state, here);
      return { ...(await language.leave(state, here)), next: state.Next };
    case 'Choice': {
      const chosen = await language.choose(state, here);
      if (chosen) return chosen;
      throw new StateFailure('States.NoChoiceMatched', 'No choice rule matched');
    }
    case 'Fail': {
      const { error, cause } = await language.explainFailure(state, here);
      throw new StateFailure(error, cause);
    }
    case 'Task':
      await language.prepareTask(state, here);
      return finish(test, state, here);
    case 'Parallel':
      await language.branchInput(state, here);
      return finish(test, state, here);
    case 'Map':
      await inspectMap(test, state, here, inspection);
      return finish(test, state, here);
  }
}

async function finish(
  test: StateTest,
  state: TaskState | ParallelState | MapState,
  here: Surroundings,
): Promise<Left> {
  const result = getResult(test);
  return { ...(await test.language.finish(state, here, result)), next: state.Next, result };
}

function getResult({ mock, state }: StateTest): Json {
  if (!mock) throw new Error(`a ${state.Type} state is tested with a mocked result only`);
  if (mock.kind === 'succeed') return mock.result;
  throw new StateFailure(mock.error, mock.cause);
}

async function inspectMap(
  test: StateTest,
  state: MapState,
  here: Surroundings,
  inspection: Record<string, Json>,
): Promise<void> {
  const { language, mapIterationFailureCount: failed = 0 } = test;
  if (!state.ItemReader) await language.items(state, here);
  inspection.maxConcurrency = await language.concurrency(state, here);
  const { count, percentage } = await language.tolerance(state, here);
  if (count !== undefined) inspection.toleratedFailureCount = count;
  if (percentage !== undefined) inspection.toleratedFailurePercentage = percentage;
  // Unlike in an execution, a Map without a tolerance tolerates every failure here (recorded from AWS).
  if (
    test.mock?.kind === 'succeed' &&
    isDistributed(state) &&
    count !== undefined &&
    failed > count
  )
    throw new StateFailure(
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
    );
}

async function describeFailure(
  test: StateTest,
  here: Surroundings,
  inspection: JsonObject,
  failure: StateFailure,
): Promise<StateTestResult> {
  const details: Record<string, Json> = {};
  const inspectionData = () =>
    Object.keys(details).length > 0 ? { ...inspection, errorDetails: details } : inspection;
  const { state, retrierRetryCount: used = 0 } = test;
  const retriers = 'Retry' in state ? (state.Retry ?? []) : [];
  const retryIndex = retriers.findIndex((retrier) => matchesFailure(retrier.ErrorEquals, failure));
  const retrier = retriers[retryIndex];
  if (retrier) details.retryIndex = retryIndex;
  if (retrier && used < (retrier.MaxAttempts ?? 3)) {
    details.retryBackoffIntervalSeconds = decideBackoff(retrier, used);
    return { status: 'RETRIABLE', ...failure.details, inspectionData: inspectionData() };
  }
  const catchers = 'Catch' in state ? (state.Catch ?? []) : [];
  const catchIndex = catchers.findIndex(({ ErrorEquals }) => matchesFailure(ErrorEquals, failure));
  const catcher = catchers[catchIndex];
  if (!catcher) return { status: 'FAILED', ...failure.details, inspectionData: inspectionData() };
  details.catchIndex = catchIndex;
  const { output } = await test.language.recover(catcher, catchIndex, here, failure.output);
  return {
    status: 'CAUGHT_ERROR',
    output,
    ...failure.details,
    nextState: catcher.Next,
    inspectionData: inspectionData(),
  };
}
