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
      [
        past('4', { verdict: 'ROLLED_BACK', isKept: true, content: 'B' }),
        past('3', { content: 'A' }),
      ],
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
      'of a workload: the newest with another version of it',
      [past('3', { content: 'B' }), past('2', { content: 'B' }), past('1', { content: 'A' })],
      { workload: 'api' },
      '3 to 1, undoes 3 2',
    ],
    [
      'not to a workload that went back alone, but over it',
      [
        past('x', { isRollback: true, content: 'A' }),
        refused,
        past('1', { content: 'A' }),
        past('0', { content: '0' }),
      ],
      { workload: 'api' },
      'x to 0, undoes x 2 1',
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
  ])('refuses %s', (_what, history, wish, expected) => {
    expect(choose(history, wish)).toBe(expected);
  });
});
