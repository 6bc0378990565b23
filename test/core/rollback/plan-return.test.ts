import type { BundleStack } from '../../../core/release/release.js';
import { type StacksBefore, stackKey } from '../../../core/release/stack-key.js';
import { planReturn, type ReturnInput } from '../../../core/rollback/plan-return.js';
import { aBundle, aBundleStack, anEndedStep } from '../../support/builders.js';

const environment = aBundleStack('test', { kind: 'environment', stackName: 'shop-test' });
const topics = aBundleStack('topics', { kind: 'environment-addon' });
const api = aBundleStack('api');
const web = aBundleStack('web', { predecessors: ['api'] });
const created = { kind: 'created' } as const;
const updated = { kind: 'updated' } as const;
const unchanged = { kind: 'unchanged' } as const;

const asIn = (bundleKey: string, ...stacks: readonly BundleStack[]): StacksBefore =>
  new Map(stacks.map((stack) => [stackKey(stack), { stack, bundleKey }]));

/** Release 3 changed api, release 2 changed both and made web; release 1 had api only. */
const third = {
  release: aBundle(environment, api, web),
  before: asIn('b2', environment, api, web),
  ended: [
    anEndedStep('test', unchanged, 'environment'),
    anEndedStep('api', updated),
    anEndedStep('web', unchanged),
  ],
};
const second = {
  release: aBundle(environment, api, web),
  before: asIn('b1', environment, api),
  ended: [
    anEndedStep('test', unchanged, 'environment'),
    anEndedStep('api', updated),
    anEndedStep('web', created),
  ],
};
const first = { bundle: aBundle(environment, api), bundleKey: 'b1', removed: [] };

function plan(over: Partial<ReturnInput> = {}) {
  const { steps, left } = planReturn({
    undone: [third, second],
    target: first,
    rollBackAddons: false,
    newStacks: 'remove',
    ...over,
  });
  return {
    steps: steps.map(({ stack, bundleKey, predecessors }) => [stack.name, bundleKey, predecessors]),
    left: left.map(({ name, reason, onPurpose }) => [name, reason, onPurpose]),
  };
}

describe('planReturn', () => {
  test('touches each stack once: as the oldest undone release found it, in reverse order', () => {
    expect(plan()).toEqual({
      steps: [
        ['web', null, []],
        ['api', 'b1', ['workload/web']],
      ],
      left: [],
    });
  });

  test('leaves what came later, when asked, and tells it', () => {
    expect(plan({ newStacks: 'leave' })).toEqual({
      steps: [['api', 'b1', []]],
      left: [['web', 'it came after what is gone back to, and the request leaves it', true]],
    });
  });

  test('over one release it touches what that one has changed, and no more', () => {
    expect(plan({ undone: [third], target: null }).steps).toEqual([['api', 'b2', []]]);
  });

  test('what the release has that is gone back to is as that one says, even where a later one made it anew', () => {
    const anew = { ...second, ended: [anEndedStep('api', created)], before: asIn('b1') };
    expect(plan({ undone: [anew] }).steps).toEqual([['api', 'b1', []]]);
    expect(plan({ undone: [anew], target: null }).steps).toEqual([['api', null, []]]);
  });

  test('of one workload nothing else is touched or told', () => {
    expect(plan({ workload: 'api', newStacks: 'leave' })).toEqual({
      steps: [['api', 'b1', []]],
      left: [],
    });
  });

  test('what was deleted since stays deleted, and it is told', () => {
    const removed = [{ kind: 'workload', name: 'mail' }] as const;
    const bundle = aBundle(environment, api, aBundleStack('mail'));
    expect(plan({ target: { ...first, bundle, removed } }).left).toEqual([
      ['mail', 'it was deleted since, and stays so', true],
    ]);
  });

  test('environment addons go back only when asked', () => {
    const undone = [
      {
        release: aBundle(environment, topics),
        before: asIn('b1', environment, topics),
        ended: [anEndedStep('topics', updated, 'environment-addon')],
      },
    ];
    expect(plan({ undone, target: null })).toEqual({
      steps: [],
      left: [['topics', 'environment addons hold data and go back only when asked', true]],
    });
    expect(plan({ undone, target: null, rollBackAddons: true }).steps).toEqual([
      ['topics', 'b1', []],
    ]);
  });

  test('what nobody knows any more cannot go back, and not on purpose', () => {
    const lost = { ...third, before: asIn('b2') };
    expect(plan({ undone: [lost], target: null }).left).toEqual([
      [
        'api',
        'how it was before is not known: nothing was recorded, or the record is damaged',
        false,
      ],
    ]);
    // The release itself says how it was.
    expect(plan({ undone: [lost] }).steps).toEqual([['api', 'b1', []]]);
  });
});
