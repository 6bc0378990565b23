import { planRestore } from '../../../core/rollback/plan-restore.js';
import { aBundle, aBundleStack, anEndedStep } from '../../support/builders.js';

const environment = aBundleStack('test', { kind: 'environment', stackName: 'shop-test' });
const bus = aBundleStack('bus', { kind: 'environment-addon' });
const api = aBundleStack('api', { predecessors: ['bus'] });
const web = aBundleStack('web', { predecessors: ['api'] });
const release = aBundle(environment, bus, api, web);
const updated = { kind: 'updated' } as const;
const policy = {
  rollBackAddons: false,
  rollbackUnit: 'release',
  firstDeployment: 'leave',
} as const;
const all = [
  anEndedStep('test', updated, 'environment'),
  anEndedStep('bus', updated, 'environment-addon'),
  anEndedStep('api', updated),
  anEndedStep('web', updated),
];

describe('planRestore', () => {
  test('goes back in reverse order: what was built on a stack goes first', () => {
    const { steps } = planRestore(release, release, all, { ...policy, rollBackAddons: true });
    expect(steps.map(({ name, predecessors }) => [name, predecessors])).toEqual([
      ['web', []],
      ['api', ['web']],
      ['bus', ['api']],
      ['test', ['api', 'bus', 'web']],
    ]);
  });

  test('environment addons stay unless asked, and it is told', () => {
    const { steps, left } = planRestore(release, release, all, policy);
    expect(steps.map((step) => step.name)).toEqual(['web', 'api', 'test']);
    expect(left).toEqual([
      { name: 'bus', reason: 'environment addons hold data and go back only when asked' },
    ]);
  });

  test('what CloudFormation restored or nobody changed needs nothing', () => {
    const ended = [
      anEndedStep('api', { kind: 'rolled-back', reason: null }),
      anEndedStep('web', { kind: 'unchanged' }),
    ];
    expect(planRestore(release, release, ended, policy).steps).toEqual([]);
  });

  test('a workload that did not exist before is removed, its failed shell too', () => {
    const ended = [
      anEndedStep('api', { kind: 'created' }),
      anEndedStep('web', { kind: 'rolled-back', reason: null }),
    ];
    const { steps } = planRestore(release, aBundle(environment), ended, policy);
    expect(steps.map(({ name, kind }) => [name, kind])).toEqual([
      ['web', 'remove'],
      ['api', 'remove'],
    ]);
  });

  test('the unit workload leaves what went well', () => {
    const ended = [
      anEndedStep('api', updated),
      anEndedStep('web', { kind: 'failed', status: 'UPDATE_FAILED', reason: null }),
    ];
    const { steps, left } = planRestore(release, release, ended, {
      ...policy,
      rollbackUnit: 'workload',
    });
    expect(steps.map((step) => step.name)).toEqual(['web']);
    expect(left.map((one) => one.name)).toEqual(['api']);
  });
});
