import type { BundleStack, ReleaseBundle } from '../../../core/release/release.js';
import { type StacksBefore, stackKey } from '../../../core/release/stack-key.js';
import { planRestore, type RestoreInput } from '../../../core/rollback/plan-restore.js';
import { aBundle, aBundleStack, anEndedStep } from '../../support/builders.js';

const environment = aBundleStack('test', { kind: 'environment', stackName: 'shop-test' });
const bus = aBundleStack('bus', { kind: 'environment-addon' });
const api = aBundleStack('api', { predecessors: ['bus'] });
const web = aBundleStack('web', { predecessors: ['api'] });
const release = aBundle(environment, bus, api, web);
const updated = { kind: 'updated' } as const;
const failed = { kind: 'failed', status: 'UPDATE_FAILED', reason: null } as const;
const shell = { kind: 'rolled-back', reason: null } as const;

/** All of these existed, as one bundle says. */
const inPlace = (...stacks: readonly BundleStack[]): StacksBefore =>
  new Map(stacks.map((stack) => [stackKey(stack), { stack, bundleKey: 'bundle-1' }]));

const allUpdated = [
  anEndedStep('test', updated, 'environment'),
  anEndedStep('bus', updated, 'environment-addon'),
  anEndedStep('api', updated),
  anEndedStep('web', updated),
];

function plan(over: Partial<RestoreInput> = {}, of: ReleaseBundle = release) {
  const { steps, left } = planRestore({
    release: of,
    before: inPlace(...of.stacks),
    ended: allUpdated,
    policy: { rollBackAddons: false, rollbackUnit: 'release' },
    accused: [],
    missingImages: [],
    ...over,
  });
  return {
    left,
    steps: steps.map(({ stack, bundleKey, predecessors }) => ({
      name: stack.name,
      does: bundleKey === null ? 'remove' : 'restore',
      predecessors,
    })),
  };
}

const names = (found: readonly { readonly name: string }[]) => found.map(({ name }) => name);

describe('planRestore', () => {
  test('goes back in reverse order: what was built on a stack goes first', () => {
    const { steps } = plan({ policy: { rollBackAddons: true, rollbackUnit: 'release' } });
    expect(steps.map(({ name, predecessors }) => [name, predecessors])).toEqual([
      ['web', []],
      ['api', ['workload/web']],
      ['bus', ['workload/api']],
      ['test', ['environment-addon/bus', 'workload/api', 'workload/web']],
    ]);
  });

  test('environment addons stay unless asked, and it is told', () => {
    const { steps, left } = plan();
    expect(names(steps)).toEqual(['web', 'api', 'test']);
    expect(left).toMatchObject([{ name: 'bus', kind: 'environment-addon', onPurpose: true }]);
  });

  test('what CloudFormation restored or nobody changed needs nothing', () => {
    const ended = [anEndedStep('api', shell), anEndedStep('web', { kind: 'unchanged' })];
    expect(plan({ ended }).steps).toEqual([]);
  });

  test('a workload that did not exist before is removed, its failed shell too', () => {
    const ended = [anEndedStep('api', { kind: 'created' }), anEndedStep('web', shell)];
    expect(plan({ ended, before: inPlace(environment) }).steps).toMatchObject([
      { name: 'web', does: 'remove' },
      { name: 'api', does: 'remove' },
    ]);
  });

  test('what this release created is removed though an earlier one had it: somebody had deleted it', () => {
    const ended = [anEndedStep('api', { kind: 'created' })];
    expect(plan({ ended }).steps).toMatchObject([{ name: 'api', does: 'remove' }]);
  });

  test('a stack that existed is never removed, even if nobody knows how it was', () => {
    const { steps, left } = plan({
      ended: [anEndedStep('api', updated)],
      before: inPlace(environment),
    });
    expect(steps).toEqual([]);
    expect(left).toMatchObject([{ name: 'api', onPurpose: false }]);
  });

  test('an environment and a workload of the same name are two stacks', () => {
    const twin = aBundleStack('test');
    const { steps } = plan({ ended: [anEndedStep('test', updated)] }, aBundle(environment, twin));
    expect(steps).toEqual([{ name: 'test', does: 'restore', predecessors: [] }]);
  });

  test('the unit workload leaves what went well, on purpose', () => {
    const { steps, left } = plan({
      ended: [anEndedStep('api', updated), anEndedStep('web', failed)],
      policy: { rollBackAddons: false, rollbackUnit: 'workload' },
    });
    expect(names(steps)).toEqual(['web']);
    expect(left).toMatchObject([{ name: 'api', onPurpose: true }]);
  });

  test('the unit workload takes back what an alarm spoke against, though it was deployed', () => {
    const { steps } = plan({
      policy: { rollBackAddons: false, rollbackUnit: 'workload' },
      accused: ['web'],
    });
    expect(names(steps)).toEqual(['web']);
  });

  test('without its image a stack is left as it is: its old tasks could not start', () => {
    const image = 'repo@sha256:1';
    const { steps, left } = plan({ missingImages: [{ stack: 'workload/api', image }] });
    expect(names(steps)).toEqual(['web', 'test']);
    expect(left).toContainEqual({
      name: 'api',
      kind: 'workload',
      reason: 'image repo@sha256:1, which it ran before, is not in its registry any more',
      onPurpose: false,
    });
  });
});
