import { RollbackOrder } from '../../../core/deployment/request.js';
import { findInPlace, whyNotGood } from '../../../core/rollback/choose-return.js';
import type { Verdict } from '../../../core/verdict.js';
import { fewAtOnce } from '../deletion/few-at-once.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { decideReturn, type ReturnDecision } from './decide-return.js';
import { findWantedStacks, listObstacles, type WantedStack } from './find-obstacles.js';
import { createReader } from './plan-manual-return.js';
import type { ImageFindings } from './previous-images.js';
import { checkPreviousImages } from './previous-images.js';
import { type KnownRelease, listHistory } from './release-history.js';

export type ListedRelease = {
  readonly release: string;
  readonly deployment: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly commit: string | null;
  /** As it is now: what succeeded and was rolled back afterwards is ROLLED_BACK. */
  readonly verdict: Verdict;
  readonly workloads: readonly string[];
  /** What is gone back from. What it does not cover is as the releases before it say. */
  readonly isInPlace: boolean;
  /** One can go back to it, as far as is known: whether its templates are intact is looked at when somebody does. */
  readonly canGoBack: boolean;
  /** Why not. */
  readonly reasons: readonly string[];
};

/** Releases of the environment, newest first, and which of them can be gone back to; with `workload`, by it alone. */
export async function listReleases(
  key: EnvironmentKey,
  workload?: string,
): Promise<readonly ListedRelease[]> {
  const history = await listHistory(key, workload);
  const inPlace = findInPlace(history, workload);
  const ways = await findWays(key, workload, history, inPlace);
  const { application } = key;
  const wanted = [...ways.values()].flatMap((way) => way.wanted);
  const stacks = wanted.flatMap(({ stack }) => stack ?? []);
  const images = await checkPreviousImages(stacks, application);
  return history.map((one) => {
    const isInPlace = one === inPlace;
    const reasons = isInPlace ? ['it is in place'] : listReasons(one, ways.get(one), images);
    return {
      release: one.releaseId,
      deployment: one.deploymentId,
      at: one.at,
      commit: one.sourceCommit,
      verdict: one.verdict,
      workloads: one.workloads,
      isInPlace,
      canGoBack: reasons.length === 0,
      reasons,
    };
  });
}

type Way = { readonly decision: ReturnDecision; readonly wanted: readonly WantedStack[] };

/** The way back to each good release, as `autoland rollback --to` would find it. */
async function findWays(
  key: EnvironmentKey,
  workload: string | undefined,
  history: readonly KnownRelease[],
  inPlace: KnownRelease | undefined,
): Promise<ReadonlyMap<KnownRelease, Way>> {
  const reader = createReader(key);
  const good = history.filter((one) => one !== inPlace && whyNotGood(one) === undefined);
  const ways = await fewAtOnce(good, async (one): Promise<[KnownRelease, Way]> => {
    const order = RollbackOrder.parse({ ...key, workload, to: one.deploymentId });
    const decision = await decideReturn(order, history, reader);
    const wanted =
      decision.kind === 'return' ? await findWantedStacks(decision.plan, reader.bundle) : [];
    return [one, { decision, wanted }];
  });
  return new Map(ways);
}

function listReasons(
  release: KnownRelease,
  way: Way | undefined,
  images: ImageFindings,
): readonly string[] {
  if (!way) return [whyNotGood(release) ?? 'nothing is in place'];
  const { decision, wanted } = way;
  if (decision.kind === 'impossible') return [decision.reason];
  return listObstacles(decision.plan, wanted, images);
}
