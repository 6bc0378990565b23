import { diffTemplates } from '../../core/plan/diff-templates.js';
import type { StackDiff, StackVersion } from '../../core/plan/stack-diff.js';
import { type BundleUpload, findBundleStack } from '../../core/release/make-bundle.js';
import type { BundleStack, ReleaseBundle } from '../../core/release/release.js';
import type { Template } from '../../core/template/cloudformation.js';
import { getObject } from './artifacts.js';

/** What one stack of a release would change, found from templates alone. */
export type StackForecast = { readonly stack: BundleStack; readonly diff: StackDiff };

/** Templates are read a few at a time, as `putObjects` writes them. */
const WIDTH = 16;

/** Compares every stack of a release with the release before it; what has the same content is not read. */
export async function forecastRelease(
  { bundle, objects }: BundleUpload,
  previous: ReleaseBundle | undefined,
): Promise<readonly StackForecast[]> {
  const templates = new Map(objects.map(({ key, body }) => [key, body]));
  const forecasts: StackForecast[] = [];
  for (let start = 0; start < bundle.stacks.length; start += WIDTH) {
    const part = bundle.stacks.slice(start, start + WIDTH);
    forecasts.push(
      ...(await Promise.all(
        part.map(async (stack) => ({
          stack,
          diff: await diffStack(stack, templates.get(stack.templateKey), previous),
        })),
      )),
    );
  }
  return forecasts;
}

async function diffStack(
  stack: BundleStack,
  template: Uint8Array | undefined,
  previous: ReleaseBundle | undefined,
): Promise<StackDiff> {
  const before = previous && findBundleStack(previous, stack.name, stack.kind);
  if (before?.contentHash === stack.contentHash) return UNCHANGED;
  const [old, wanted] = await Promise.all([
    before && getObject(before.templateKey),
    template ?? getObject(stack.templateKey),
  ]);
  return diffTemplates(before && old && toVersion(before, old), toVersion(stack, wanted));
}

/** Rendered by us, so a template it is. */
function toVersion({ parameters, stackName }: BundleStack, bytes: Uint8Array): StackVersion {
  const template = JSON.parse(new TextDecoder().decode(bytes)) as Template;
  return { template, parameters, stackName };
}

const UNCHANGED: StackDiff = {
  action: 'none',
  changes: [],
  unchanged: 0,
  removedExports: [],
  outputsChanged: false,
};
