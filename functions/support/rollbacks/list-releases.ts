import type { BundleStack } from '../../../core/release/release.js';
import type { Verdict } from '../../../core/verdict.js';
import { findBundle } from '../aws/artifacts.js';
import { fewAtOnce } from '../deletion/few-at-once.js';
import type { EnvironmentKey } from '../ledger/leases.js';
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
  /** The newest one that is not rolled back. What it does not cover is as the releases before it say. */
  readonly isInPlace: boolean;
  /** One can go back to it, as far as is known: whether its templates are intact is looked at when somebody does. */
  readonly canGoBack: boolean;
  /** Why not. */
  readonly reasons: readonly string[];
};

/** Releases of the environment, newest first, and which of them can be gone back to. */
export async function listReleases(key: EnvironmentKey): Promise<readonly ListedRelease[]> {
  const history = await listHistory(key);
  const inPlace = history.find(isStanding);
  const bundles = new Map(
    await fewAtOnce(
      history.filter(isGood),
      async ({ bundleKey }) => [bundleKey, await findBundle(bundleKey)] as const,
    ),
  );
  const stacks = [...bundles.values()].flatMap((bundle) => bundle?.stacks ?? []);
  const { missingImages, movedImages = [] } = await checkPreviousImages(stacks, key.application);
  const gone = new Set([...missingImages, ...movedImages].map(({ image }) => image));
  return history.map((one) => {
    const isInPlace = one === inPlace;
    const reasons = isInPlace
      ? ['it is in place']
      : (findReason(one) ?? findLosses(bundles.get(one.bundleKey)?.stacks, gone));
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

const isStanding = ({ verdict }: KnownRelease): boolean =>
  verdict === 'SUCCEEDED' || verdict === 'FAILED_DIRTY';

const isGood = (one: KnownRelease): boolean => findReason(one) === undefined;

function findReason(one: KnownRelease): readonly string[] | undefined {
  if (one.isRollback) return ['a workload that went back, alone'];
  if (one.rolledBackBecause !== undefined) return [one.rolledBackBecause];
  return one.verdict === 'SUCCEEDED' ? undefined : [`it ended ${one.verdict}`];
}

function findLosses(
  stacks: readonly BundleStack[] | undefined,
  gone: ReadonlySet<string>,
): readonly string[] {
  if (!stacks) return ['its bundle is gone or damaged'];
  return stacks.flatMap(({ name, images }) =>
    images.filter((image) => gone.has(image)).map((image) => `${name}: image ${image} is gone`),
  );
}
