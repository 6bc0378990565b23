import { parseDefinition } from '../../../local/asl/definition/parse-definition.js';
import { parseResource } from '../../../local/asl/definition/resource.js';
import { parseTimestamp } from '../../../local/asl/definition/timestamp.js';
import { describeVariableReferences } from '../../../local/asl/definition/variable-references.js';
import { aMachine, aTask } from '../../support/state-machines.js';

function diagnose(definition: unknown): readonly string[] {
  const parsed = parseDefinition(definition, 'STANDARD');
  return parsed.ok
    ? []
    : parsed.diagnostics.map(({ code, message, location }) => `${code} ${location}: ${message}`);
}

const done = { Type: 'Succeed' };

test('a machine of every state type is accepted', () => {
  const nested = { StartAt: 'In', States: { In: { Type: 'Pass', End: true } } };
  const machine = aMachine(
    {
      Begin: { Type: 'Pass', Comment: 'why', Assign: { a: '{% $states.input %}' }, Next: 'Work' },
      Work: aTask({
        Credentials: { RoleArn: 'arn:aws:iam::111111111111:role/r' },
        Retry: [
          {
            ErrorEquals: ['States.Timeout'],
            IntervalSeconds: 1,
            MaxAttempts: 2,
            BackoffRate: 1.5,
            MaxDelaySeconds: 9,
            JitterStrategy: 'FULL',
          },
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], Output: {}, Next: 'Broken' }],
        TimeoutSeconds: 5,
        HeartbeatSeconds: '{% 3 %}',
        Next: 'Both',
      }),
      Both: { Type: 'Parallel', Branches: [nested], Next: 'Each' },
      Each: {
        Type: 'Map',
        Items: [1],
        ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } } },
        Next: 'Rest',
      },
      Rest: { Type: 'Wait', Timestamp: '2026-01-01T00:00:00Z', Next: 'Which?' },
      'Which?': {
        Type: 'Choice',
        Choices: [{ Condition: '{% $a = 1 %}', Next: 'Done' }],
        Default: 'Broken',
      },
      Done: done,
      Broken: { Type: 'Fail', Error: 'Broken', Cause: '{% "because" %}' },
    },
    { Comment: 'all of them', TimeoutSeconds: 60 },
  );

  expect(diagnose(machine)).toEqual([]);
  expect(diagnose(JSON.stringify(machine))).toEqual([]);
});

test.each([
  ['unknown field of a state', { Done: { ...done, Extra: 1 } }, "Field 'Extra' is not supported"],
  [
    'unknown field of a retrier',
    { Work: aTask({ Retry: [{ ErrorEquals: ['A'], Every: 1 }] }) },
    "Field 'Every' is not supported",
  ],
  [
    'unknown field of a catcher',
    { Work: aTask({ Catch: [{ ErrorEquals: ['A'], Next: 'Work', ResultPath: '$' }] }) },
    "field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage",
  ],
  [
    'a field of the other language',
    { Work: aTask({ ResultPath: '$.a' }) },
    "The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage",
  ],
  [
    'Catch where nothing can be caught',
    { P: { Type: 'Pass', Catch: [], End: true } },
    "Field 'Catch' is not supported",
  ],
  [
    'a Parallel with a timeout',
    {
      P: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'X', States: { X: done } }],
        TimeoutSeconds: 1,
        End: true,
      },
    },
    "Field 'TimeoutSeconds' is not supported",
  ],
  [
    'JSONPath inside JSONata',
    { P: { Type: 'Pass', QueryLanguage: 'JSONPath', End: true } },
    "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
  ],
  [
    'a task without resource',
    { W: { Type: 'Task', End: true } },
    "The field 'Resource' is required but was missing",
  ],
  [
    'a state without a way out',
    { P: { Type: 'Pass' }, Done: done },
    'One of these fields is required: [Next, End]',
  ],
  [
    'a state with two ways out',
    { P: { Type: 'Pass', Next: 'Done', End: true }, Done: done },
    'Only one of these fields is allowed: [Next, End]',
  ],
  [
    'a timeout of zero',
    { Work: aTask({ TimeoutSeconds: 0 }) },
    '/States/Work/TimeoutSeconds: Too small: expected number to be >0',
  ],
  [
    'a Wait for two things',
    { R: { Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', End: true } },
    'Exactly one of these fields is required',
  ],
  [
    'an expression that is none',
    { P: { Type: 'Pass', Output: { a: '{% 1 + %}' }, End: true } },
    'INVALID_JSONATA_EXPRESSION /States/P/Output/a',
  ],
  [
    'a name without a context',
    { P: { Type: 'Pass', Output: '{% phone %}', End: true } },
    "UNSUPPORTED_JSONATA_EXPRESSION /States/P/Output: Reference to 'phone' at the top level is not supported.",
  ],
  [
    'a wildcard that is not last',
    { Work: aTask({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] }) },
    "'States.ALL' must appear alone",
  ],
  [
    'a reader in an inline Map',
    {
      M: {
        Type: 'Map',
        ItemReader: { Resource: 'arn:aws:states:::s3:getObject' },
        ItemProcessor: { StartAt: 'X', States: { X: done } },
        End: true,
      },
    },
    "Field 'ItemReader' is only supported",
  ],
  [
    'a Map without states',
    { M: { Type: 'Map', End: true } },
    "The field 'ItemProcessor' is required but was missing",
  ],
  [
    'a dangling Next',
    { P: { Type: 'Pass', Next: 'Nope' }, Done: done },
    "MISSING_TRANSITION_TARGET /States/P/Next: Missing 'Next' target: Nope",
  ],
  [
    'a dangling Catch',
    { Work: aTask({ Catch: [{ ErrorEquals: ['A'], Next: 'Nope' }] }) },
    "MISSING_TRANSITION_TARGET /States/Work/Catch[0]/Next: Missing 'Next' target: Nope",
  ],
  [
    'a jump out of a branch',
    {
      B: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'X', States: { X: { Type: 'Pass', Next: 'Done' } } }],
        Next: 'Done',
      },
      Done: done,
    },
    '/States/B/Branches[0]/States/X/Next',
  ],
  [
    'an unreachable state',
    { Done: done, Lost: done },
    'MISSING_TRANSITION_TARGET /States/Lost: State "Lost" is not reachable.',
  ],
  [
    'a loop without an end',
    { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } },
    'MISSING_END_STATE undefined: Workflow has no terminal state',
  ],
  [
    'a name that occurs twice',
    {
      M: { Type: 'Map', ItemProcessor: { StartAt: 'Done', States: { Done: done } }, Next: 'Done' },
      Done: done,
    },
    'DUPLICATE_STATE_NAME',
  ],
])('%s is refused', (_case, states, expected) => {
  expect(diagnose(aMachine(states)).join('\n')).toContain(expected);
});

test('every mistake is told at once, in the order of the states', () => {
  const found = diagnose(
    aMachine({
      A: aTask({ Resource: 'arn:nothing', Next: 'B' }),
      B: { Type: 'Pass' },
      C: { Type: 'What' },
    }),
  );

  expect(found).toEqual([
    expect.stringContaining('/States/A/Resource'),
    expect.stringContaining('/States/B'),
    expect.stringContaining('/States/C/Type'),
  ]);
});

test('text that is no JSON is told with its place', () => {
  expect(diagnose('{\n "StartAt": oops }')[0]).toContain(
    "Unrecognized token 'oops': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
  );
});

test.each([
  [
    'arn:aws:states:::lambda:invoke',
    {
      kind: 'service',
      service: 'lambda',
      action: 'invoke',
      isSdk: false,
      pattern: 'request-response',
    },
  ],
  ['arn:aws:states:::lambda:invoke.waitForTaskToken', { pattern: 'wait-for-task-token' }],
  ['arn:aws:states:::states:startExecution.sync:2', { service: 'states', pattern: 'sync:2' }],
  [
    'arn:aws:states:::aws-sdk:cloudformation:describeStacks',
    { service: 'cloudformation', isSdk: true },
  ],
  ['arn:aws-cn:states:::aws-sdk:ecs:describeServices', { service: 'ecs' }],
  ['arn:aws:lambda:eu-west-1:111111111111:function:f:live', { kind: 'lambda' }],
  ['arn:aws:states:eu-west-1:111111111111:activity:a', { kind: 'activity' }],
])('%s is known', (resource, expected) => {
  expect(parseResource(resource)).toMatchObject(expected);
});

test.each([
  'arn:aws:states:::dynamodb:query',
  'arn:aws:states:::aws-sdk:ecs:runTask.sync',
  'arn:aws:states:::lambda',
  '${WorkFunctionArn}',
  '',
])('%j is no resource', (resource) => {
  expect(parseResource(resource)).toBeUndefined();
});

test.each([
  ['2026-02-28T12:00:00Z', Date.UTC(2026, 1, 28, 12)],
  ['2026-02-28T12:00:00.123456789Z', Date.UTC(2026, 1, 28, 12, 0, 0, 123)],
  ['2026-02-28T12:00:00+02:00', Date.UTC(2026, 1, 28, 10)],
  ['2026-02-29T12:00:00Z', undefined],
  ['2026-13-01T12:00:00Z', undefined],
  ['2026-01-01T25:00:00Z', undefined],
  ['2026-01-01 12:00:00Z', undefined],
  ['2026-01-01T12:00:00', undefined],
])('%s is the moment %s', (text, expected) => {
  expect(parseTimestamp(text)).toBe(expected);
});

test('variables are told per state, nested states included', () => {
  const parsed = parseDefinition(
    aMachine({
      Begin: { Type: 'Pass', Assign: { a: '{% $states.input %}' }, Next: 'Each' },
      Each: {
        Type: 'Map',
        Items: '{% $a %}',
        ItemProcessor: {
          StartAt: 'Item',
          States: { Item: { Type: 'Pass', Output: '{% $b + $c %}', End: true } },
        },
        End: true,
      },
    }),
    'STANDARD',
  );

  expect(parsed.ok && describeVariableReferences(parsed.machine, 'JSONata')).toEqual({
    Each: ['a'],
    Item: ['b', 'c'],
  });
});
