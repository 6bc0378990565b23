import type { Template } from '../template/cloudformation.js';
import { collectListenerRules } from './collect-listener-rules.js';
import { asciiJson, canonicalJson, sha256 } from './content-hash.js';
import type { Asset, BundleStack, PushedImage, ReleaseBundle, RenderedStack } from './release.js';

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
  /** Pushed images: workload -> container -> image. */
  readonly images?: { readonly [workload: string]: { readonly [container: string]: PushedImage } };
};

/** Bytes to upload before the release may start: templates and assets, each once, under content-addressed keys. */
export type BundleUpload = { readonly bundle: ReleaseBundle; readonly objects: readonly Asset[] };

/** Makes the immutable release bundle. Same input, same bytes, same id: no clock, no random ids. */
export function makeBundle(input: BundleInput): BundleUpload {
  const objects = new Map<string, Uint8Array>();
  const put = ({ key, body }: Asset) => void objects.set(key, body);
  const stacks = input.stacks.map(({ stack, predecessors }) => {
    const template = encodeTemplate(stack.stackName, stack.template);
    const passing = stack.transition && encodeTemplate(stack.stackName, stack.transition.template);
    for (const object of [template, ...(passing ? [passing] : []), ...stack.assets]) put(object);
    const pushed = stack.kind === 'workload' ? input.images?.[stack.name] : undefined;
    return bundleStack(stack, predecessors, { template, passing, pushed: pushed ?? {} });
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

export type EncodedTemplate = Asset & { readonly hash: string };

/**
 * A template as it is uploaded and deployed: minified, under the hash of its bytes. In ASCII: GetTemplate gives a question
 * mark for every other character (cloudformation-coverage-roadmap #814), by which no template could be known again.
 */
export function encodeTemplate(stackName: string, template: Template): EncodedTemplate {
  const body = new TextEncoder().encode(asciiJson(template));
  const hash = sha256(body);
  // Copilot's own key layout, so that both tools find each other's templates.
  return { hash, body, key: `manual/templates/${stackName}/${hash}.json` };
}

type BundleParts = {
  readonly template: EncodedTemplate;
  readonly passing: EncodedTemplate | undefined;
  readonly pushed: NonNullable<BundleStack['pushedImages']>;
};

function bundleStack(
  stack: RenderedStack,
  predecessors: readonly string[],
  { template, passing, pushed }: BundleParts,
): BundleStack {
  const { template: source, assets, after: _after, transition, ...rest } = stack;
  const deployed = {
    templateHash: (passing ?? template).hash,
    parameters: transition?.parameters ?? stack.parameters,
  };
  const listenerRules = collectListenerRules(source);
  return {
    ...rest,
    predecessors,
    templateHash: template.hash,
    templateKey: template.key,
    contentHash: sha256(canonicalJson({ ...deployed, tags: stack.tags })),
    assetKeys: assets.map((asset) => asset.key).sort(),
    ...(passing ? { transition: { ...deployed, templateKey: passing.key } } : {}),
    ...(Object.keys(listenerRules).length > 0 ? { listenerRules } : {}),
    ...(Object.keys(pushed).length > 0 ? { pushedImages: pushed } : {}),
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
