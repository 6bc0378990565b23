import type { RenderedStack } from '../release/release.js';
import type { LeaseClaim, LeaseScope } from './lease-table.js';

/** The leases of an environment are one item of the ledger: more names than this are said as `all`. */
const MOST_NAMES = 50;

/**
 * What a release claims of its environment. One that names its workloads claims those alone, and uses what they wait
 * for (`depends_on`, publishers of their topics); everything else claims all. Whether the environment stack stays as it
 * is, is seen when the release is rendered under the lease.
 */
export function resolveClaim(
  stacks: readonly Pick<RenderedStack, 'kind' | 'name' | 'after'>[],
  names: readonly string[] | undefined,
): LeaseClaim {
  const own = stacks.filter(({ kind }) => kind !== 'environment');
  const scope = names ? resolveScope(own) : 'all';
  if (scope === 'all') return { scope };
  const after = new Set(own.flatMap((stack) => stack.after));
  const uses = [...after].filter((name) => !scope.includes(name)).sort();
  return uses.length > 0 ? { scope, uses } : { scope };
}

/** What a rollback of its own claims: the workloads that go back, where nothing else does. */
export function resolveRestoreClaim(
  steps: readonly { readonly stack: Pick<RenderedStack, 'kind' | 'name'> }[],
): LeaseClaim {
  return { scope: resolveScope(steps.map(({ stack }) => stack)) };
}

function resolveScope(stacks: readonly Pick<RenderedStack, 'kind' | 'name'>[]): LeaseScope {
  const isNarrow = stacks.every(({ kind }) => kind === 'workload') && stacks.length <= MOST_NAMES;
  return isNarrow && stacks.length > 0 ? stacks.map(({ name }) => name).sort() : 'all';
}
