import { sha256 } from '../../../core/release/content-hash.js';
import type { BundleStack, ReleaseBundle } from '../../../core/release/release.js';
import { type StackKey, type StacksBefore, stackKey } from '../../../core/release/stack-key.js';
import { isPartlyInPlace, listStacksInPlace } from '../../../core/release/stacks-in-place.js';
import { findBundle, findObject } from '../aws/artifacts.js';
import { fewAtOnce } from '../deletion/few-at-once.js';
import { ledger } from '../ledger/current-ledger.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import type { ReleaseRef, WayBackRef } from '../release/release-of.js';
import { captureStacks } from './capture-stacks.js';

export type WayBackRecord = {
  /** The release in place: the newest good one, whatever it covers. Null before the first. */
  readonly previous: ReleaseRef | null;
  /** False: its bundle is gone or damaged. The stacks are captured as they are then. */
  readonly isIntact: boolean;
  readonly before: StacksBefore;
};

/** Releases looked through for stacks that the newest one does not cover: it may have brought in one workload only. */
const MOST_RELEASES = 20;

/**
 * Finds out how every stack of a release is before it, so that a rollback never has to ask later: by the newest good
 * release that covers the stack (of one that was rolled back in part: the stacks that stayed), or, where none does (made by
 * another tool, taken over now, bundle or template lost), as CloudFormation has it now.
 */
export async function findWayBack(release: ReleaseBundle): Promise<WayBackRecord> {
  const previous = await ledger().releases.findLastGood(release);
  const { before: known, missing } = await findReleasedStacks(
    release,
    release.stacks.map(stackKey),
  );
  const before = await dropDamaged(known, release);
  const open = release.stacks.filter((stack) => !before.has(stackKey(stack)));
  return {
    previous: previous ? { releaseId: previous.releaseId, bundleKey: previous.bundleKey } : null,
    isIntact: previous === undefined || !missing.includes(previous.bundleKey),
    before: new Map([...before, ...(await captureStacks(release, open))]),
  };
}

export type ReleasedStacks = {
  readonly before: StacksBefore;
  /** Bundles that are gone or damaged. */
  readonly missing: readonly string[];
};

/** Each of these stacks as the newest release says that left it in place; what was deleted since is not among them. */
export async function findReleasedStacks(
  key: EnvironmentKey,
  wanted: Iterable<StackKey>,
): Promise<ReleasedStacks> {
  const open = new Set(wanted);
  const before = new Map<StackKey, { stack: BundleStack; bundleKey: string }>();
  const missing: string[] = [];
  for (const record of await listInPlace(key)) {
    if (open.size === 0) break;
    const { bundleKey, kept = [] } = record;
    const bundle = await findBundle(bundleKey);
    if (!bundle) missing.push(bundleKey);
    const stacks = bundle ? listStacksInPlace(bundle, record) : [];
    for (const stack of stacks.filter((one) => open.delete(stackKey(one))))
      before.set(stackKey(stack), { stack, bundleKey });
    // Where its bundle is lost nobody knows how they are; what is older is not it.
    for (const stack of kept) open.delete(stack);
  }
  return { before, missing };
}

/** Without the stacks that this release changes and whose template of then is gone or was changed since. */
async function dropDamaged(known: StacksBefore, release: ReleaseBundle): Promise<StacksBefore> {
  const changing = release.stacks.filter((stack) => {
    const old = known.get(stackKey(stack))?.stack;
    return old !== undefined && old.contentHash !== stack.contentHash;
  });
  const damaged = await fewAtOnce(changing.map(stackKey), async (key) => {
    const old = known.get(key)?.stack;
    return old && (await hasItsTemplate(old)) ? [] : [key];
  });
  return new Map([...known].filter(([key]) => !damaged.flat().includes(key)));
}

async function hasItsTemplate({ templateKey, templateHash }: BundleStack): Promise<boolean> {
  const template = await findObject(templateKey);
  return template !== undefined && sha256(template) === templateHash;
}

async function listInPlace(key: EnvironmentKey) {
  const records = await ledger().releases.list(key, MOST_RELEASES);
  return records.filter(isPartlyInPlace);
}

/** As it is stored with the deployment: bundles by key, each with its stacks. */
export function toWayBackRefs(before: StacksBefore): readonly WayBackRef[] {
  const byBundle = new Map<string, StackKey[]>();
  for (const [key, { bundleKey }] of before)
    byBundle.set(bundleKey, [...(byBundle.get(bundleKey) ?? []), key]);
  return [...byBundle].map(([bundleKey, stacks]) => ({ bundleKey, stacks }));
}
