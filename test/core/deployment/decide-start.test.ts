import { decideStart, type StepState } from '../../../core/deployment/decide-start.js';

const step = (name: string, status: StepState['status'], ...predecessors: string[]): StepState => ({
  name: `deploy/workload/${name}`,
  status,
  predecessors: predecessors.map((other) => `deploy/workload/${other}`),
});
const go = { onStepFailure: 'stop' } as const;

describe('decideStart', () => {
  test('a step without predecessors starts', () => {
    expect(decideStart(step('api', 'pending'), [], go)).toEqual({ kind: 'start' });
  });

  test('a step waits for those of its predecessors that are not done', () => {
    const steps = [step('api', 'done'), step('orders', 'running')];
    expect(decideStart(step('web', 'pending', 'api', 'orders'), steps, go)).toEqual({
      kind: 'wait',
      for: ['deploy/workload/orders'],
    });
  });

  test.each([
    ['failed', 'failed'],
    ['skipped', 'was not started'],
    ['cancelled', 'was cancelled'],
  ] as const)(
    'a step is skipped when a predecessor is %s, and the reason says it in words',
    (status, fate) => {
      const decision = decideStart(step('web', 'pending', 'api'), [step('api', status)], {
        ...go,
        onStepFailure: 'continue',
      });
      expect(decision).toEqual({
        kind: 'skip',
        reason: `it needs the deployment of api, which ${fate}`,
      });
    },
  );

  test('after a failure nothing new starts under the policy stop', () => {
    const decision = decideStart(step('web', 'pending'), [step('api', 'failed')], go);
    expect(decision).toEqual({
      kind: 'skip',
      reason: 'the deployment of api failed, and nothing new starts after a failure',
    });
  });

  test('after a failure what does not depend on it goes on under the policy continue', () => {
    expect(
      decideStart(step('web', 'pending'), [step('api', 'failed')], {
        ...go,
        onStepFailure: 'continue',
      }),
    ).toEqual({ kind: 'start' });
  });

  test('a failed deployment does not keep its restoration from starting', () => {
    const restore = { name: 'restore/workload/api', status: 'pending' as const, predecessors: [] };
    expect(decideStart(restore, [step('api', 'failed')], go)).toEqual({ kind: 'start' });
  });

  test('a step on the way back waits for the end of its predecessors, however they end', () => {
    const restore = step('api', 'pending', 'web', 'orders');
    const policy = { ...go, onStepFailure: 'ignore' } as const;
    const decide = (orders: StepState['status']) =>
      decideStart(restore, [step('web', 'failed'), step('orders', orders)], policy);
    expect(decide('running')).toEqual({ kind: 'wait', for: ['deploy/workload/orders'] });
    expect(decide('skipped')).toEqual({ kind: 'start' });
  });

  test('nothing starts once the deployment is cancelled or past its deadline', () => {
    const stopped = 'the deployment was cancelled';
    expect(decideStart(step('web', 'pending'), [], { ...go, stopped })).toEqual({
      kind: 'skip',
      reason: stopped,
    });
  });
});
