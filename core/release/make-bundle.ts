import { canonicalJson, sha256 } from './content-hash.js';
import type { Asset, BundleStack, ReleaseBundle, RenderedStack } from './release.js';

export type OrderedStack = {
  readonly stack: RenderedStack;
  readonly predecessors: readonly string[];
};

export type BundleInput = {
  readonly application: string;
  readonly environment: string;
  readonly sourceCommit: string | null;
  /** Topologically sorted (core/plan). */
  readonly stacks: readonly OrderedStack[];
};

/** Bytes to upload before the release may start: templates and assets, each once, under content-addressed keys. */
export type BundleUpload = { readonly bundle: ReleaseBundle; readonly objects: readonly Asset[] };

/** Makes the immutable release bundle. Same input, same bytes, same id: no clock, no random ids. */
export function makeBundle(input: BundleInput): BundleUpload {
  const objects = new Map<string, Uint8Array>();
  const stacks = input.stacks.map(({ stack, predecessors }) => {
    const template = new TextEncoder().encode(JSON.stringify(stack.template));
    const bundled = bundleStack(stack, predecessors, template);
    objects.set(bundled.templateKey, template);
    for (const asset of stack.assets) objects.set(asset.key, asset.body);
    return bundled;
  });
  return {
    bundle: bundleOf({ ...input, stacks }),
    objects: [...objects].map(([key, body]) => ({ key, body })),
  };
}

type BundleContent = Pick<ReleaseBundle, 'application' | 'environment' | 'stacks'>;

/** The bundle of these stacks, its id made from what it holds. */
export function bundleOf({
  application,
  environment,
  sourceCommit,
  stacks,
}: BundleContent & Pick<ReleaseBundle, 'sourceCommit'>): ReleaseBundle {
  const content = { application, environment, stacks };
  return { formatVersion: 1, releaseId: releaseIdOf(content), sourceCommit, ...content };
}

/** False: the bundle was changed after it had been written. */
export function isIntact(bundle: ReleaseBundle): boolean {
  const { application, environment, stacks, releaseId } = bundle;
  return releaseIdOf({ application, environment, stacks }) === releaseId;
}

function releaseIdOf(content: BundleContent): string {
  return `r-${sha256(canonicalJson(content)).slice(0, 16)}`;
}

function bundleStack(
  stack: RenderedStack,
  predecessors: readonly string[],
  template: Uint8Array,
): BundleStack {
  const { template: _template, assets, after: _after, ...rest } = stack;
  const templateHash = sha256(template);
  return {
    ...rest,
    predecessors,
    templateHash,
    // Copilot's own key layout, so that both tools find each other's templates.
    templateKey: `manual/templates/${stack.stackName}/${templateHash}.json`,
    contentHash: sha256(
      canonicalJson({ templateHash, parameters: stack.parameters, tags: stack.tags }),
    ),
    assetKeys: assets.map((asset) => asset.key).sort(),
  };
}

/** Where a bundle lies in the artifact bucket. The id is a content hash, so the key never changes its meaning. */
export function bundleKey(
  bundle: Pick<ReleaseBundle, 'application' | 'environment' | 'releaseId'>,
): string {
  return `releases/${bundle.application}/${bundle.environment}/${bundle.releaseId}.json`;
}

/** The stack of this name, environment, addon or workload. */
export function findBundleStack(
  bundle: ReleaseBundle,
  name: string,
  kind?: string,
): BundleStack | undefined {
  return bundle.stacks.find(
    (stack) => stack.name === name && (kind === undefined || stack.kind === kind),
  );
}
