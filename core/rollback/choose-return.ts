import type { Verdict } from '../verdict.js';

/** A release as it went into an environment, as far as going back depends on it. */
export type PastRelease = {
  readonly releaseId: string;
  readonly deploymentId: string;
  readonly verdict: Verdict;
  /** A workload was brought back to what it was: a release of that workload only. */
  readonly isRollback: boolean;
  /** Why this content was rolled back before; undefined: it was not. */
  readonly rolledBackBecause: string | undefined;
  /** It was rolled back, but some of it stayed (of a workload: the workload). */
  readonly isKept?: boolean;
};

export type ReturnWish = {
  readonly workload?: string | undefined;
  /** Release or deployment. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly force: boolean;
  /** Deployments that are not gone back to by default: nothing would change. */
  readonly same?: readonly string[];
};

export type ReturnChoice<R extends PastRelease> =
  | {
      readonly kind: 'return';
      readonly inPlace: R;
      /** Null: to how everything was before the first of them. */
      readonly to: R | null;
      /** Newest first. */
      readonly undone: readonly [R, ...R[]];
    }
  | {
      readonly kind: 'impossible';
      readonly why: 'unknown' | 'conflict';
      readonly reason: string;
      /** What to do, in order. */
      readonly instructions: readonly string[];
    };

/**
 * From what to what a person goes back. `history`: newest first, since the environment was made last; for a workload, of
 * those releases that have it. What failed dirty stands in the way like what succeeded, and so does what stayed of a
 * release that was rolled back: it is undone as well. Such a release as a whole is not in place, only the workload that stayed.
 */
export function chooseReturn<R extends PastRelease>(
  history: readonly R[],
  wish: ReturnWish,
): ReturnChoice<R> {
  const standing = listStanding(history);
  const inPlace = findInPlace(history, wish.workload);
  if (!inPlace)
    return conflict('there is nothing to go back from: no release is in place', [
      'deploy one: autoland deploy',
    ]);
  if (wish.from && !isNamed(inPlace, wish.from)) {
    return conflict(
      `${wish.from} is not in place: ${inPlace.releaseId} of ${inPlace.deploymentId} is`,
      ['leave out what to go back from, or name what is in place'],
    );
  }
  const older = standing.slice(standing.indexOf(inPlace) + 1);
  const to = wish.to ? findNamed(history, older, inPlace, wish) : findBefore(older, inPlace, wish);
  if (to !== null && 'kind' in to) return to;
  const [newest = inPlace, ...others] = to ? standing.slice(0, standing.indexOf(to)) : standing;
  return { kind: 'return', inPlace, to, undone: [newest, ...others] };
}

/** What is gone back from: of a workload also what stayed of a release that was rolled back. */
export function findInPlace<R extends PastRelease>(
  history: readonly R[],
  workload: string | undefined,
): R | undefined {
  return workload === undefined ? history.find(isInPlace) : listStanding(history)[0];
}

const listStanding = <R extends PastRelease>(history: readonly R[]): readonly R[] =>
  history.filter((one) => isInPlace(one) || one.isKept);

const isInPlace = ({ verdict }: PastRelease): boolean =>
  verdict === 'SUCCEEDED' || verdict === 'FAILED_DIRTY';

const isNamed = ({ releaseId, deploymentId }: PastRelease, name: string): boolean =>
  releaseId === name || deploymentId === name;

const isGood = (release: PastRelease): boolean => whyNotGood(release) === undefined;

/** Why nobody goes back to the release by default; undefined: it is a good one. */
export function whyNotGood({
  verdict,
  isRollback,
  rolledBackBecause,
}: PastRelease): string | undefined {
  if (isRollback) return 'a workload that went back, alone';
  if (rolledBackBecause !== undefined) return rolledBackBecause;
  return verdict === 'SUCCEEDED' ? undefined : `it ended ${verdict}`;
}

/** The newest good release that is not the same as what is in place. */
function findBefore<R extends PastRelease>(
  older: readonly R[],
  inPlace: R,
  { same = [] }: ReturnWish,
): R | null {
  // What failed dirty is not what its content says.
  const isOther = (one: R): boolean =>
    inPlace.verdict === 'FAILED_DIRTY' ||
    (one.releaseId !== inPlace.releaseId && !same.includes(one.deploymentId));
  return older.find((one) => isGood(one) && isOther(one)) ?? null;
}

function findNamed<R extends PastRelease>(
  history: readonly R[],
  older: readonly R[],
  inPlace: R,
  { to = '', force, workload }: ReturnWish,
): R | Extract<ReturnChoice<R>, { kind: 'impossible' }> {
  const named = older.filter((one) => isNamed(one, to));
  const good = named.find((one) => isGood(one) || (force && one.verdict === 'SUCCEEDED'));
  if (good) return good;
  if (isNamed(inPlace, to)) return conflict(`${to} is in place already`, [LIST]);
  const [other] = history.filter((one) => isNamed(one, to));
  if (!other)
    return {
      kind: 'impossible',
      why: 'unknown',
      reason: `there is no release or deployment ${to}${workload ? ` that has ${workload}` : ''}`,
      instructions: [LIST],
    };
  if (other.rolledBackBecause !== undefined)
    return conflict(`${to} was rolled back itself (${other.rolledBackBecause})`, [
      'choose another one, or send force to go there all the same',
      LIST,
    ]);
  return conflict(`${to} is no good release: ${whyNotGood(other)}`, [LIST]);
}

const LIST = 'which ones there are: autoland releases';

function conflict(
  reason: string,
  instructions: readonly string[],
): Extract<ReturnChoice<PastRelease>, { kind: 'impossible' }> & { readonly kind: 'impossible' } {
  return { kind: 'impossible', why: 'conflict', reason, instructions };
}
