import { sha256 } from '../../../core/release/content-hash.js';
import { findBundleStack } from '../../../core/release/make-bundle.js';
import type { BundleStack } from '../../../core/release/release.js';
import type { RestorePlan, RestoreStep } from '../../../core/rollback/plan-restore.js';
import { findBundle, findObject } from '../aws/artifacts.js';
import { fewAtOnce } from '../deletion/few-at-once.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { checkPreviousImages } from './previous-images.js';

/** Why the plan cannot be carried out, one reason per stack; none: it can, as far as can be known beforehand. */
export async function findObstacles(
  { application }: EnvironmentKey,
  { steps, left }: RestorePlan,
): Promise<readonly string[]> {
  const wanted = await fewAtOnce(
    steps.filter(({ bundleKey }) => bundleKey !== null),
    findWanted,
  );
  const stacks = wanted.flatMap(({ stack }) => stack ?? []);
  const { missingImages, movedImages = [] } = await checkPreviousImages(stacks, application);
  return [
    ...left.filter(({ onPurpose }) => !onPurpose).map(({ name, reason }) => `${name}: ${reason}`),
    ...wanted.flatMap(({ obstacle }) => obstacle ?? []),
    ...missingImages.map(({ stack, image }) => `${stack}: image ${image} is gone`),
    ...movedImages.map(({ stack, image }) => `${stack}: the tag of ${image} names another image`),
  ];
}

type Wanted = { readonly stack?: BundleStack; readonly obstacle?: string };

/** The stack as its bundle says it is to be again, or why nobody can say. */
async function findWanted({ stack: { kind, name }, bundleKey }: RestoreStep): Promise<Wanted> {
  const bundle = bundleKey === null ? undefined : await findBundle(bundleKey);
  const stack = bundle && findBundleStack(bundle, name, kind);
  if (!stack) return { obstacle: `${name}: its bundle is gone or damaged` };
  const isIntact = await hasIntactTemplate(stack);
  return { stack, ...(isIntact ? {} : { obstacle: `${name}: its template is gone or damaged` }) };
}

async function hasIntactTemplate({ templateKey, templateHash }: BundleStack): Promise<boolean> {
  const body = await findObject(templateKey);
  return body !== undefined && sha256(body) === templateHash;
}
