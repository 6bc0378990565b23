import type { ReleaseBundle } from '../../../core/release/release.js';
import { stackKey } from '../../../core/release/stack-key.js';
import { withoutStacks } from '../../../core/release/without-stacks.js';
import { findBundle } from '../aws/artifacts.js';
import { ledger } from '../ledger/current-ledger.js';

/** What the release in place has and this one has not, a line each: a deployment deletes no stack. */
export async function listLeftovers(bundle: ReleaseBundle): Promise<readonly string[]> {
  const last = await ledger().releases.findLastGood(bundle);
  const old = last && (await findBundle(last.bundleKey));
  if (!old) return [];
  const wanted = new Set(bundle.stacks.map(stackKey));
  return withoutStacks(old, last.removed ?? [])
    .stacks.filter((stack) => !wanted.has(stackKey(stack)))
    .map(
      ({ name, stackName }) =>
        `${name} is not in the workspace any more: its stack ${stackName} stays until it is deleted`,
    );
}
