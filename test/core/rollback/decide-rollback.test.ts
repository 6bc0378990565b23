import { decideRollback } from '../../../core/rollback/decide-rollback.js';
import type { StepResult } from '../../../core/rollback/step-result.js';
import { anEndedStep } from '../../support/builders.js';

const updated: StepResult = { kind: 'updated' };
const restored: StepResult = { kind: 'rolled-back', reason: null };
const unchanged: StepResult = { kind: 'unchanged' };
const broken: StepResult = { kind: 'failed', status: 'UPDATE_ROLLBACK_FAILED', reason: 'x' };
const policy = { onFailure: 'roll-back', firstDeployment: 'leave' } as const;

describe('decideRollback', () => {
  test.each([
    ['one stack updated, one failed', [updated, restored], true, policy, 'roll-back'],
    [
      'the only change was restored by CloudFormation',
      [restored, unchanged],
      true,
      policy,
      'nothing-to-restore',
    ],
    ['nothing was begun', [{ kind: 'skipped', reason: 'x' }], true, policy, 'nothing-to-restore'],
    ['a stack is stuck', [broken], true, policy, 'roll-back'],
    [
      'the request says leave',
      [updated, restored],
      true,
      { ...policy, onFailure: 'leave' },
      'leave',
    ],
    [
      'a first deployment is left for the next attempt',
      [{ kind: 'created' }, restored],
      false,
      policy,
      'leave',
    ],
    [
      'a first deployment is removed on request',
      [{ kind: 'created' }, restored],
      false,
      { ...policy, firstDeployment: 'remove' },
      'roll-back',
    ],
  ] as const)('%s: %4$s', (_title, results, hasPrevious, options, kind) => {
    const steps = results.map((result, index) => anEndedStep(`w${index}`, result as StepResult));
    expect(decideRollback({ steps, hasPrevious, options }).kind).toBe(kind);
  });

  test('the reason names what has changed', () => {
    const steps = [
      anEndedStep('api', updated),
      anEndedStep('web', updated),
      anEndedStep('orders', restored),
    ];
    expect(decideRollback({ steps, hasPrevious: true, options: policy }).reason).toBe(
      'api, web have changed',
    );
  });
});
