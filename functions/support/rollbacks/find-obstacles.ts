import { sha256 } from '../../../core/release/content-hash.js';
import { findBundleStack } from '../../../core/release/make-bundle.js';
import type { BundleStack } from '../../../core/release/release.js';
import type { RestorePlan } from '../../../core/rollback/plan-restore.js';
import type { StackImage } from '../../../core/rollback/reversibility.js';
import { findBundle, findObject } from '../aws/artifacts.js';
import { fewAtOnce } from '../deletion/few-at-once.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { checkPreviousImages, type ImageFindings } from './previous-images.js';

/** Why the plan cannot be carried out, one reason per stack; none: it can, as far as can be known beforehand. */
export async function findObstacles(
  { application }: EnvironmentKey,
  plan: RestorePlan,
): Promise<readonly string[]> {
  const wanted = await findWantedStacks(plan, findBundle);
  const stacks = wanted.flatMap(({ stack }) => stack ?? []);
  const [images, damaged] = await Promise.all([
    checkPreviousImages(stacks, application),
    fewAtOnce(stacks, findDamage),
  ]);
  return [...listObstacles(plan, wanted, images), ...damaged.flat()];
}

/** A stack as its bundle says that it is to be again; without one, nobody can say. */
export type WantedStack = { readonly name: string; readonly stack: BundleStack | undefined };

export function findWantedStacks(
  { steps }: RestorePlan,
  readBundle: typeof findBundle,
): Promise<readonly WantedStack[]> {
  return fewAtOnce(
    steps.filter(({ bundleKey }) => bundleKey !== null),
    async ({ stack: { kind, name }, bundleKey }) => {
      const bundle = bundleKey === null ? undefined : await readBundle(bundleKey);
      return { name, stack: bundle && findBundleStack(bundle, name, kind) };
    },
  );
}

/** All but what the templates themselves would tell. `images`: of these stacks, others may be among them. */
export function listObstacles(
  { left }: RestorePlan,
  wanted: readonly WantedStack[],
  { missingImages, movedImages = [] }: ImageFindings,
): readonly string[] {
  const isWanted = (one: StackImage): boolean =>
    wanted.some(({ name, stack }) => name === one.stack && stack?.images.includes(one.image));
  return [
    ...left.filter(({ onPurpose }) => !onPurpose).map(({ name, reason }) => `${name}: ${reason}`),
    ...wanted.flatMap(({ name, stack }) => (stack ? [] : `${name}: its bundle is gone or damaged`)),
    ...missingImages.filter(isWanted).map(({ stack, image }) => `${stack}: image ${image} is gone`),
    ...movedImages
      .filter(isWanted)
      .map(({ stack, image }) => `${stack}: the tag of ${image} names another image`),
  ];
}

async function findDamage({ name, templateKey, templateHash }: BundleStack) {
  const body = await findObject(templateKey);
  const isIntact = body !== undefined && sha256(body) === templateHash;
  return isIntact ? [] : [`${name}: its template is gone or damaged`];
}
