import type { BundleStack } from './release.js';
import { type StacksBefore, stackKey } from './stack-key.js';

/** For the step's target. CloudFormation goes back with the hooks of before, so those count too. */
export function describePausing(
  stack: BundleStack,
  before: StacksBefore,
): { readonly pauses?: true } {
  const pauses = stack.pauses ?? before.get(stackKey(stack))?.stack.pauses;
  return pauses ? { pauses } : {};
}
