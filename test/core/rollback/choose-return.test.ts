import {
  chooseReturn,
  type PastRelease,
  type ReturnWish,
} from '../../../core/rollback/choose-return.js';

const past = (name: string, over: Partial<PastRelease> = {}): PastRelease => ({
  releaseId: `r-${name}`,
  deploymentId: `d-${name}`,
  verdict: 'SUCCEEDED',
  isRollback: false,
  rolledBackBecause: undefined,
  ...over,
});

/** `3 <- 1 undoing 3, 2`, or why not. */
function choose(history: readonly PastRelease[], wish: Partial<ReturnWish> = {}): string {
  const choice = chooseReturn(history, { force: false, ...wish });
  if (choice.kind === 'impossible') return choice.reason;
  const { inPlace, to, undone } = choice;
  const bare = (one: PastRelease | null) => one?.deploymentId.replace('d-', '') ?? 'the beginning';
  return `${bare(inPlace)} to ${bare(to)}, undoes ${undone.map(bare).join(' ')}`;
}

const [one, two, three] = [past('1'), past('2'), past('3')];
const dirty = past('4', { verdict: 'FAILED_DIRTY' });
const refused = past('2', { rolledBackBecause: 'it was slow' });

describe('chooseReturn', () => {
  test.each<readonly [string, readonly PastRelease[], Partial<ReturnWish>, string]>([
    ['the one before', [three, two, one], {}, '3 to 2, undoes 3'],
    ['by release', [three, two, one], { to: 'r-1' }, '3 to 1, undoes 3 2'],
    ['by deployment', [three, two, one], { from: 'd-3', to: 'd-2' }, '3 to 2, undoes 3'],
    ['over what was rolled back itself', [three, refused, one], {}, '3 to 1, undoes 3 2'],
    [
      'over what ended otherwise: nothing of it is in place',
      [past('4', { verdict: 'ROLLED_BACK' }), three, past('c', { verdict: 'FAILED_CLEAN' }), one],
      {},
      '3 to 1, undoes 3',
    ],
    [
      'over what stayed of a later one that was rolled back',
      [past('4', { verdict: 'ROLLED_BACK', isKept: true }), three, two, one],
      {},
      '3 to 2, undoes 4 3',
    ],
    [
      'of a workload that stayed when its release was rolled back',
      [past('4', { verdict: 'ROLLED_BACK', isKept: true }), past('3')],
      { workload: 'api' },
      '4 to 3, undoes 4',
    ],
    [
      'with nothing in place but what stayed of a first release',
      [past('1', { verdict: 'ROLLED_BACK', isKept: true })],
      {},
      'there is nothing to go back from: no release is in place',
    ],
    [
      'over the same again',
      [past('3b', { releaseId: 'r-3' }), three, one],
      {},
      '3b to 1, undoes 3b 3',
    ],
    ['from what failed dirty to the last good one', [dirty, three, two], {}, '4 to 3, undoes 4'],
    [
      'from what failed dirty to the very same content, where that was good',
      [past('4', { verdict: 'FAILED_DIRTY', releaseId: 'r-3' }), three],
      {},
      '4 to 3, undoes 4',
    ],
    ['with nothing before', [one], {}, '1 to the beginning, undoes 1'],
    [
      'of a workload over what is the same as what is in place',
      [three, two, one],
      { workload: 'api', same: ['d-2'] },
      '3 to 1, undoes 3 2',
    ],
    [
      'not to a workload that went back alone, but over it',
      [past('4'), past('x', { isRollback: true }), refused, one],
      { workload: 'api' },
      '4 to 1, undoes 4 x 2',
    ],
    [
      'to the very same when it is named: whether it differs is looked at there',
      [three, two, one],
      { to: 'r-2', same: ['d-2'] },
      '3 to 2, undoes 3',
    ],
    [
      'to what was rolled back, by force',
      [three, refused, one],
      { to: 'r-2', force: true },
      '3 to 2, undoes 3',
    ],
  ])('goes back %s', (_what, history, wish, expected) => {
    expect(choose(history, wish)).toBe(expected);
  });

  test.each<readonly [string, readonly PastRelease[], Partial<ReturnWish>, string]>([
    ['an empty past', [], {}, 'there is nothing to go back from: no release is in place'],
    [
      'a `from` that is not in place',
      [two, one],
      { from: 'r-1' },
      'r-1 is not in place: r-2 of d-2 is',
    ],
    ['a `to` that is in place', [two, one], { to: 'r-2' }, 'r-2 is in place already'],
    [
      'a `to` that nobody knows',
      [two, one],
      { to: 'r-9' },
      'there is no release or deployment r-9',
    ],
    [
      'a `to` that was rolled back',
      [three, refused],
      { to: 'r-2' },
      'r-2 was rolled back itself (it was slow)',
    ],
    [
      'a `to` that failed',
      [three, past('2', { verdict: 'CANCELLED' })],
      { to: 'd-2', force: true },
      'd-2 is no good release: it ended CANCELLED',
    ],
    [
      'a `to` that went back alone',
      [three, past('2', { isRollback: true })],
      { to: 'd-2' },
      'd-2 is no good release: a workload that went back, alone',
    ],
  ])('refuses %s', (_what, history, wish, expected) => {
    expect(choose(history, wish)).toBe(expected);
  });
});
