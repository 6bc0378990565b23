import { canonicalJson, sha256 } from '../../../core/release/content-hash.js';
import type { BundleStack } from '../../../core/release/release.js';
import { getTemplateText, type StackView } from '../aws/cloudformation.js';

/** Two reads save a change set of 6 to 15 seconds: the stack has this very template, these parameters and tags. */
export async function isUpToDate(live: StackView, wanted: BundleStack): Promise<boolean> {
  if (canonicalJson(live.parameters) !== canonicalJson(wanted.parameters)) return false;
  if (canonicalJson(live.tags) !== canonicalJson(wanted.tags)) return false;
  return hasTemplate(live.stackName, wanted);
}

/** The deployed template is the bundle's, byte for byte, or one that is known to say the same. */
export async function hasTemplate(
  stackName: string,
  wanted: Pick<BundleStack, 'templateHash'>,
  accepted: ReadonlySet<string> = new Set(),
): Promise<boolean> {
  const hash = sha256(await getTemplateText(stackName));
  return hash === wanted.templateHash || accepted.has(hash);
}
