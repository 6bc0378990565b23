import type { BundleStack } from '../../../core/release/release.js';
import { withoutStacks } from '../../../core/release/without-stacks.js';
import { findBundle } from '../artifacts.js';
import { ledger } from '../current-ledger.js';
import type { EnvironmentKey } from '../ledger/leases.js';

/** A release may be of a few workloads only; what is older than so many releases is not known. */
const RECENT = 20;

/** Each stack as the last good release that has it says; what was deleted since is not among them. */
export async function listReleasedStacks(key: EnvironmentKey): Promise<readonly BundleStack[]> {
  const releases = await ledger().releases.list(key, RECENT);
  const good = releases.filter(({ verdict }) => verdict === 'SUCCEEDED');
  const found = new Map<string, BundleStack>();
  for (const { bundleKey, removed = [] } of good) {
    const bundle = await findBundle(bundleKey);
    for (const stack of bundle ? withoutStacks(bundle, removed).stacks : []) {
      const id = `${stack.kind}/${stack.name}`;
      if (!found.has(id)) found.set(id, stack);
    }
  }
  return [...found.values()];
}
