import { parseDeployedTemplate } from '../../../core/deletion/parse-deployed-template.js';
import { diffTemplates } from '../../../core/plan/diff-templates.js';
import type { StackDiff, StackVersion } from '../../../core/plan/stack-diff.js';
import type { BundleUpload } from '../../../core/release/make-bundle.js';
import type { BundleStack } from '../../../core/release/release.js';
import { type StacksBefore, stackKey } from '../../../core/release/stack-key.js';
import { findObject, getObject } from '../aws/artifacts.js';

/** What one stack of a release would change, found from templates alone. */
export type StackForecast = { readonly stack: BundleStack; readonly diff: StackDiff };

/** Templates are read a few at a time, as `putObjects` writes them. */
const WIDTH = 16;

/** Compares every stack of a release with how it was before; what has the same content is not read. */
export async function forecastRelease(
  { bundle, objects }: BundleUpload,
  before: StacksBefore,
): Promise<readonly StackForecast[]> {
  const templates = new Map(objects.map(({ key, body }) => [key, body]));
  const forecasts: StackForecast[] = [];
  for (let start = 0; start < bundle.stacks.length; start += WIDTH) {
    const part = bundle.stacks.slice(start, start + WIDTH);
    forecasts.push(
      ...(await Promise.all(
        part.map(async (stack) => ({
          stack,
          diff: await diffStack(stack, templates.get(stack.templateKey), before),
        })),
      )),
    );
  }
  return forecasts;
}

async function diffStack(
  stack: BundleStack,
  template: Uint8Array | undefined,
  before: StacksBefore,
): Promise<StackDiff> {
  const old = before.get(stackKey(stack))?.stack;
  if (old?.contentHash === stack.contentHash) return UNCHANGED;
  const [was, wanted] = await Promise.all([
    old && findObject(old.templateKey),
    template ?? getObject(stack.templateKey),
  ]);
  return diffTemplates(old && was && toVersion(old, was), toVersion(stack, wanted));
}

/** Rendered by us, or captured as another tool had made it. */
function toVersion({ parameters, stackName }: BundleStack, bytes: Uint8Array): StackVersion {
  const template = parseDeployedTemplate(new TextDecoder().decode(bytes));
  return { template, parameters, stackName };
}

const UNCHANGED: StackDiff = {
  action: 'none',
  changes: [],
  unchanged: 0,
  removedExports: [],
  outputsChanged: false,
};
