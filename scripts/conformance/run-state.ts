import type { JsonObject } from '../../local/asl/api.js';
import type { Machine } from '../../local/asl/definition/machine.js';
import type { Language } from '../../local/asl/execution/language.js';
import { makeEvaluate } from '../../local/asl/jsonata/evaluate.js';
import { makeJsonata } from '../../local/asl/jsonata/jsonata-language.js';
import { makeJsonPath } from '../../local/asl/jsonpath/jsonpath-language.js';
import { type MockedResult, testState } from '../../local/asl/test-state.js';
import { VirtualClock } from '../../local/clock.js';
import type { ConformanceCase, RecordedAttempt } from './case-format.js';
import { findDifference } from './find-difference.js';
import { wrapState } from './wrap-state.js';

/** Tests one state alone; the first difference, or undefined. */
export async function runState(recorded: ConformanceCase): Promise<string | undefined> {
  const machine = wrapState(recorded.definition) as Machine | undefined;
  const state = machine?.States[recorded.stateName ?? 'StateName'];
  if (!machine || !state) return `there is no state ${recorded.stateName ?? ''}`;
  const { retrierRetryCount, mapIterationFailureCount } = recorded.stateConfiguration ?? {};
  const actual = await testState({
    state,
    language: makeLanguage(state.QueryLanguage ?? machine.QueryLanguage ?? 'JSONPath'),
    input: recorded.input ?? {},
    context: recorded.context ?? makeContext(recorded, state.Type),
    ...(recorded.variables ? { variables: recorded.variables } : {}),
    ...(recorded.mock ? { mock: readMock(recorded.mock) } : {}),
    ...(retrierRetryCount === undefined ? {} : { retrierRetryCount }),
    ...(mapIterationFailureCount === undefined ? {} : { mapIterationFailureCount }),
  });
  const expected = recorded.expected ?? {};
  const { inspectionData, ...rest } = actual;
  return findDifference(expected, 'inspectionData' in expected ? actual : rest);
}

function makeLanguage(name: 'JSONata' | 'JSONPath'): Language {
  const random = () => 0.5;
  return name === 'JSONata'
    ? makeJsonata(makeEvaluate(new VirtualClock(), random))
    : makeJsonPath(random);
}

function readMock({ succeed, fail }: RecordedAttempt): MockedResult {
  if (!fail) return { kind: 'succeed', result: succeed ?? null };
  const { error, cause } = fail;
  return {
    kind: 'fail',
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** The recordings gave a role exactly where they gave a mocked result. */
function makeContext(recorded: ConformanceCase, type: string): JsonObject {
  const prefix = 'arn:aws:states:us-east-1:111111111111';
  const hasRetries = ['Task', 'Parallel', 'Map'].includes(type);
  return {
    Execution: {
      Id: `${prefix}:express:machine:execution`,
      Input: recorded.input ?? {},
      Name: 'execution',
      RoleArn: recorded.mock ? 'arn:aws:iam::111111111111:role/role' : null,
      StartTime: '2025-01-01T00:00:00.000Z',
    },
    StateMachine: { Id: `${prefix}:stateMachine:machine`, Name: 'machine' },
    State: {
      Name: 'StateName',
      EnteredTime: '2025-01-01T00:00:00.000Z',
      ...(hasRetries ? { RetryCount: 0 } : {}),
    },
  };
}
