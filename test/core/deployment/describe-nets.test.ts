import {
  describeNets,
  type GuardedDeployment,
  type GuardedStep,
} from '../../../core/deployment/describe-nets.js';

const MINUTE = 60_000;

const aStep = (given: Partial<GuardedStep> = {}): GuardedStep => ({
  workload: 'api',
  doneAt: null,
  times: { from: 0, to: 10 * MINUTE, service: { from: 2 * MINUTE, to: 8 * MINUTE } },
  alarms: [{ name: 'errors', state: 'OK', inEcs: true }],
  triggers: ['errors'],
  failure: { resourceType: '', reason: '' },
  firedInEcs: [],
  ...given,
});

const describeRelease = (given: Partial<GuardedDeployment>) =>
  describeNets({
    baseline: [{ name: 'errors', workload: 'api', state: 'OK', reason: '' }],
    steps: [],
    breached: null,
    bake: null,
    stacksEndedAt: null,
    watch: null,
    finishedAt: null,
    now: 100 * MINUTE,
    ...given,
  });

const BAKE = { startedAt: 10 * MINUTE, endedAt: 15 * MINUTE, alarms: ['errors'] };

test('each net is told with its minutes, its alarms and how they stood before', () => {
  const alarms = [{ name: 'errors', baseline: 'OK' }];
  const watches = [{ name: 'errors', workload: 'api', minutes: 60 }];
  const watch = { startedAt: 15 * MINUTE, watches, endedAt: null, caught: null };
  expect(describeRelease({ steps: [aStep()], bake: BAKE, watch })).toMatchObject([
    { net: 'ecs', minutes: 6, alarms, caught: null },
    { net: 'cloudformation', minutes: 10, alarms, caught: null },
    { net: 'autoland', minutes: 65, alarms, caught: null },
  ]);
});

test('times in which a net guarded two workloads count once', () => {
  const times = {
    from: 6 * MINUTE,
    to: 14 * MINUTE,
    service: { from: 6 * MINUTE, to: 9 * MINUTE },
  };
  const [ecs, cloudFormation] = describeRelease({
    steps: [aStep({ workload: 'web', times }), aStep()],
  });
  expect([ecs?.minutes, cloudFormation?.minutes]).toEqual([7, 14]);
});

test('what goes on counts up to now, and has no end yet', () => {
  const [, , own] = describeRelease({ bake: { startedAt: 97 * MINUTE, alarms: [] } });
  expect(own).toMatchObject({ minutes: 3, spans: [{ of: 'bake', to: null }], alarms: [] });
});

test('what broke off without a word has ended with the deployment', () => {
  const bake = { startedAt: 97 * MINUTE, alarms: [] };
  const [, , own] = describeRelease({ bake, finishedAt: 98 * MINUTE });
  expect(own).toMatchObject({ minutes: 1, spans: [{ of: 'bake', to: 98 * MINUTE }] });
});

test('a watch ends with what came after: a rollback, or a newer release', () => {
  const watches = [{ name: 'errors', workload: 'api', minutes: 60 }];
  const watch = { startedAt: 10 * MINUTE, watches, endedAt: 30 * MINUTE, caught: 'errors' };
  const [, , own] = describeRelease({ watch });
  expect(own).toMatchObject({ minutes: 20, caught: 'after success: errors' });
});

test('ECS watches no alarm where one fires already; its circuit breaker guards all the same', () => {
  const alarms = [
    { name: 'errors', state: 'ALARM', inEcs: true },
    { name: 'latency', state: 'OK', inEcs: true },
  ];
  const [ecs] = describeRelease({ steps: [aStep({ alarms })] });
  expect(ecs).toMatchObject({ minutes: 6, alarms: [] });
});

const SERVICE = 'AWS::ECS::Service';
const STACK = 'AWS::CloudFormation::Stack';
const ARN = 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:errors';

test.each<[string, Partial<GuardedStep>, readonly (string | null)[]]>([
  [
    'the circuit breaker',
    {
      failure: { resourceType: SERVICE, reason: "'ECS Deployment Circuit Breaker was triggered'" },
    },
    ['api: circuit breaker', null],
  ],
  [
    'an alarm that ECS names',
    { failure: { resourceType: SERVICE, reason: 'rolled back' }, firedInEcs: ['errors'] },
    ['api: errors', null],
  ],
  [
    'an alarm that ECS does not name',
    { failure: { resourceType: SERVICE, reason: 'ECS deployment alarms: ALARM state' } },
    ['api: an alarm', null],
  ],
  [
    'a rollback trigger',
    { failure: { resourceType: STACK, reason: `[${ARN}] went to ALARM` } },
    [null, 'api: errors'],
  ],
  [
    'a resource that fails',
    { failure: { resourceType: SERVICE, reason: 'no subnet' } },
    [null, null],
  ],
])('%s is what was caught', (_what, step, caught) => {
  const [ecs, cloudFormation] = describeRelease({ steps: [aStep(step)] });
  expect([ecs?.caught, cloudFormation?.caught]).toEqual(caught);
});

test('alarms of what is done are heard while the rest is brought out', () => {
  const steps = [aStep({ doneAt: 10 * MINUTE }), aStep({ workload: 'web', alarms: [] })];
  const breached = { at: 14 * MINUTE, breaches: [{ name: 'errors' }] };
  const [, , own] = describeRelease({ steps, breached });
  expect(own).toMatchObject({
    minutes: 4,
    spans: [{ of: 'in flight', alarms: ['errors'] }],
    caught: 'in flight: errors',
  });
});

test('a breach of the bake is what was caught', () => {
  const breaches = [{ name: 'errors' }];
  const [, , own] = describeRelease({ bake: { ...BAKE, breaches } });
  expect(own?.caught).toBe('bake: errors');
});

test('a step without a change guards nothing', () => {
  const [ecs, cloudFormation] = describeRelease({ steps: [aStep({ times: null })] });
  expect([ecs?.spans, cloudFormation?.spans]).toEqual([[], []]);
});
