import type { BundleStack } from '../../../core/release/release.js';
import { isPartlyInPlace, listStacksInPlace } from '../../../core/release/stacks-in-place.js';
import { findBundle } from '../aws/artifacts.js';
import { ledger } from '../ledger/current-ledger.js';
import type { EnvironmentKey } from '../ledger/leases.js';

/** A release may be of a few workloads only; what is older than so many releases is not known. */
const RECENT = 20;

/** Each stack as the newest release says that left it in place; what was deleted since is not among them. */
export async function listReleasedStacks(key: EnvironmentKey): Promise<readonly BundleStack[]> {
  const releases = await ledger().releases.list(key, RECENT);
  const found = new Map<string, BundleStack>();
  for (const release of releases.filter(isPartlyInPlace)) {
    const bundle = await findBundle(release.bundleKey);
    for (const stack of bundle ? listStacksInPlace(bundle, release) : []) {
      const id = `${stack.kind}/${stack.name}`;
      if (!found.has(id)) found.set(id, stack);
    }
  }
  return [...found.values()];
}
