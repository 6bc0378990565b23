import type { ReleaseBundle } from '../../core/release/release.js';
import { getBundle } from './artifacts.js';
import { detail } from './deployments.js';
import type { Deployment } from './ledger/deployments.js';

/** Where a deployment's release, or the one before it, lies. */
export type ReleaseRef = { readonly releaseId: string; readonly bundleKey: string };

/** The release that the deployment brings in; undefined before it was rendered. */
export async function findReleaseOf(deployment: Deployment): Promise<ReleaseBundle | undefined> {
  const ref = detail<ReleaseRef>(deployment, 'release');
  return ref ? getBundle(ref.bundleKey) : undefined;
}

/** The release that was good before this deployment began, recorded then: what a rollback goes back to. */
export async function findPreviousOf(deployment: Deployment): Promise<ReleaseBundle | undefined> {
  const ref = detail<ReleaseRef | null>(deployment, 'previous');
  return ref ? getBundle(ref.bundleKey) : undefined;
}
