import { isInPlaceAlready } from '../../../core/rollback/is-in-place.js';
import type { StepResult } from '../../../core/rollback/step-result.js';
import { aBundle, aBundleStack, anEndedStep } from '../../support/builders.js';

const apiOf = (contentHash: string) => aBundleStack('api', { contentHash });

const undoneWith = (contentHash: string, result: StepResult = { kind: 'updated' }) => ({
  release: aBundle(apiOf(contentHash)),
  before: new Map(),
  ended: [anEndedStep('api', result)],
  verdict: 'SUCCEEDED' as const,
  isUntouched: true,
});

const targetOf = (contentHash: string) => ({
  bundle: aBundle(apiOf(contentHash)),
  bundleKey: 'b1',
  removed: [],
});

const toTarget = { stack: apiOf('any'), bundleKey: 'b1', predecessors: [] };
const others = { ...undoneWith('A'), ended: [] };

describe('isInPlaceAlready', () => {
  test.each([
    ['as the newest release left it', [undoneWith('A'), undoneWith('B')], true],
    ['something else by the newest release', [undoneWith('B'), undoneWith('A')], false],
    [
      'as an older one left it, where the newest has nothing of it',
      [others, undoneWith('A')],
      true,
    ],
    ['known to nobody', [others], false],
    [
      'in doubt, where an older one left it so and the newest failed dirty',
      [{ ...others, verdict: 'FAILED_DIRTY' as const }, undoneWith('A')],
      false,
    ],
    [
      'in doubt, where the newest was to go back and did not',
      [{ ...undoneWith('A'), isUntouched: false }],
      false,
    ],
    [
      'in the middle of nowhere',
      [undoneWith('A', { kind: 'skipped', reason: 'never begun' }), undoneWith('A')],
      false,
    ],
  ])('a stack is %s', (_what, undone, expected) => {
    expect(isInPlaceAlready([toTarget], { undone, target: targetOf('A') })).toBe(expected);
  });

  test.each([
    ['is removed', { ...toTarget, bundleKey: null }],
    ['goes back to another bundle than that of the target', { ...toTarget, bundleKey: 'b0' }],
  ])('a stack that %s differs', (_what, step) => {
    const target = targetOf('A');
    expect(isInPlaceAlready([toTarget, step], { undone: [undoneWith('A')], target })).toBe(false);
  });

  test('before the first release everything differs; of no stack nothing does', () => {
    expect(isInPlaceAlready([toTarget], { undone: [undoneWith('A')], target: null })).toBe(false);
    expect(isInPlaceAlready([], { undone: [undoneWith('A')], target: targetOf('A') })).toBe(true);
  });
});
