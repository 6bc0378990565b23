import {
  decidePause,
  describePause,
  describePauseEnd,
  type PausedStack,
  type PauseState,
} from '../../../core/approval/decide-pause.js';

const onItsWay: PausedStack = {
  goesForward: true,
  stackStatus: 'UPDATE_IN_PROGRESS',
  isFirst: true,
  stopped: undefined,
};

describe('decidePause', () => {
  test.each<readonly [string, Partial<PausedStack>, string]>([
    ['on the way forward asks', {}, 'ask'],
    ['of a first creation asks', { stackStatus: 'CREATE_IN_PROGRESS' }, 'ask'],
    ['on the way back goes on', { goesForward: false }, 'CONTINUE'],
    [
      'of what CloudFormation goes back to goes on',
      { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS', isFirst: false },
      'CONTINUE',
    ],
    [
      'of what CloudFormation goes back from goes back',
      { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' },
      'ROLLBACK',
    ],
    ['of a stack that is deleted goes back', { stackStatus: 'DELETE_IN_PROGRESS' }, 'ROLLBACK'],
    ['of a deployment that was stopped goes back', { stopped: 'cancelled' }, 'ROLLBACK'],
    [
      'on the way back goes on, whatever was stopped',
      { goesForward: false, stopped: 'cancelled' },
      'CONTINUE',
    ],
  ])('a pause %s', (_, change, expected) => {
    const decision = decidePause({ ...onItsWay, ...change });
    expect(decision.kind === 'ask' ? 'ask' : decision.action).toBe(expected);
  });
});

const pause = {
  serviceArn: 'arn:service',
  serviceDeploymentArn: 'arn:deployment',
  hookId: 'ecs-pause-1',
  stage: 'POST_SCALE_UP',
  expiresAt: 1000,
  onTimeout: 'ROLLBACK',
} as const;

describe('describePause', () => {
  test('names the workload and the stage, and ends after ECS has', () => {
    const { kind, question, until } = describePause('api', pause);
    expect([kind, question]).toEqual([
      'pause',
      'ECS holds the deployment of api at POST_SCALE_UP. Go on?',
    ]);
    expect(until).toBeGreaterThan(pause.expiresAt);
  });

  test('another hook is another question', () => {
    expect(describePause('api', { ...pause, hookId: 'ecs-pause-2' }).data).not.toEqual(
      describePause('api', pause).data,
    );
  });
});

test.each<readonly [PauseState, 'CONTINUE' | 'ROLLBACK', boolean | undefined]>([
  ['AWAITING_ACTION', 'ROLLBACK', undefined],
  ['SUCCEEDED', 'ROLLBACK', true],
  ['FAILED', 'CONTINUE', false],
  ['TIMED_OUT', 'ROLLBACK', false],
  ['TIMED_OUT', 'CONTINUE', true],
  ['over', 'CONTINUE', false],
])(
  'a pause that is %s, with %s at its time-out, ends the question with %s',
  (state, action, yes) => {
    expect(describePauseEnd(state, action)?.approved).toBe(yes);
  },
);
