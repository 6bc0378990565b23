import { AutolandError } from '../../../core/errors.js';
import { findBundleStack } from '../../../core/release/make-bundle.js';
import type { ReleaseBundle } from '../../../core/release/release.js';
import { type StackKey, type StacksBefore, stackKey } from '../../../core/release/stack-key.js';
import { findBundle, getBundle } from '../aws/artifacts.js';
import { detail } from '../deployments/deployments.js';
import type { Deployment } from '../ledger/deployments.js';

/** Where a deployment's release, or the one before it, lies. */
export type ReleaseRef = { readonly releaseId: string; readonly bundleKey: string };

/** The way back as it is recorded before the first change: bundles, each with the stacks that are to be as it says. */
export type WayBackRef = {
  readonly bundleKey: string;
  readonly stacks: readonly StackKey[];
};

/** The release that the deployment brings in; undefined before it was rendered. */
export async function findReleaseOf(deployment: Deployment): Promise<ReleaseBundle | undefined> {
  const ref = detail<ReleaseRef>(deployment, 'release');
  return ref ? getBundle(ref.bundleKey) : undefined;
}

/** Where the deployment's release lies. */
export function getReleaseRef(deployment: Deployment): ReleaseRef {
  const ref = detail<ReleaseRef>(deployment, 'release');
  if (ref) return ref;
  throw new AutolandError('NotFound', `deployment ${deployment.deploymentId} has no release`);
}

/**
 * How the stacks of the deployment's release were before it began, recorded then: what a rollback goes back to. Stacks
 * whose bundle is gone or damaged are not among them.
 */
export async function getStacksBefore(
  deployment: Deployment,
  readBundle = findBundle,
): Promise<StacksBefore> {
  const refs = detail<readonly WayBackRef[]>(deployment, 'before') ?? [];
  const found = await Promise.all(
    refs.map(async ({ bundleKey, stacks }) => {
      const bundle = await readBundle(bundleKey);
      return stacks.flatMap((key) => {
        const [kind, ...name] = key.split('/');
        const stack = bundle && findBundleStack(bundle, name.join('/'), kind);
        return stack ? [[stackKey(stack), { stack, bundleKey }] as const] : [];
      });
    }),
  );
  return new Map(found.flat());
}

/** Something of this release existed before it, by Autoland or by another tool. */
export function hasWayBack(deployment: Deployment): boolean {
  return (detail<readonly WayBackRef[]>(deployment, 'before') ?? []).length > 0;
}
