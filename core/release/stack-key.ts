import type { BundleStack } from './release.js';

/** `workload/api`: an environment, an addon and a workload may share a name, so the kind is part of it. */
export type StackKey = `${string}/${string}`;

export function stackKey({
  kind,
  name,
}: {
  readonly kind: string;
  readonly name: string;
}): StackKey {
  return `${kind}/${name}`;
}

/** How stacks were before a release, with the bundle that says so. A stack that is not in it did not exist. */
export type StacksBefore = ReadonlyMap<
  StackKey,
  { readonly stack: BundleStack; readonly bundleKey: string }
>;
