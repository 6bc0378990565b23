import type { BundleStack } from '../release/release.js';
import { parseImage, parseRegistry } from './image-reference.js';
import {
  countsImages,
  isExpiring,
  type LifecycleRules,
  type StoredImage,
} from './lifecycle-policy.js';

/** An image that a stack ran before the release, in a repository that can be asked. */
export type PreviousImage = {
  /** Name of the stack in the workspace. */
  readonly stack: string;
  /** As the release before named it. */
  readonly image: string;
  /** Of the registry: Copilot makes repositories in each region of an application's environments. */
  readonly region: string;
  readonly repository: string;
  /** The tag by which the template names it: going back asks for that. */
  readonly tag?: string | undefined;
  /** What ran, where that is known. */
  readonly digest?: string | undefined;
};

export type SortedImages = {
  readonly known: readonly PreviousImage[];
  /** In registries that are not asked: of others, or public. */
  readonly foreign: readonly { readonly stack: string; readonly image: string }[];
};

/** Where images can be asked for: repositories of the application in the registries of its own account. */
export type OwnRegistries = { readonly account: string; readonly application: string };

/** What the stacks ran before, sorted by whether somebody can be asked for it. */
export function sortPreviousImages(
  stacks: readonly Pick<BundleStack, 'name' | 'images' | 'pushedImages'>[],
  own: OwnRegistries,
): SortedImages {
  const all = stacks.flatMap((stack) => stack.images.map((image) => describe(stack, image)));
  const isOwn = ({ account, repository }: (typeof all)[number]): boolean =>
    account === own.account && repository.startsWith(`${own.application}/`);
  return {
    known: all.filter(isOwn).map(({ account: _account, ...image }) => image),
    foreign: all.filter((one) => !isOwn(one)).map(({ stack, image }) => ({ stack, image })),
  };
}

function describe(
  { name, pushedImages = {} }: Pick<BundleStack, 'name' | 'pushedImages'>,
  image: string,
): PreviousImage & { readonly account: string } {
  const { registry, repository, tag, digest } = parseImage(image);
  const [container, pushed] =
    Object.entries(pushedImages).find(
      ([, one]) =>
        one.digest !== undefined && one.digest === digest && image.startsWith(one.repository),
    ) ?? [];
  // Sidecars share the repository of the main container: their tags begin with the container's name.
  const prefix = container === name ? '' : `${container}-`;
  const named = pushed?.tag === undefined ? tag : `${prefix}${pushed.tag}`;
  const { account = '', region = '' } = parseRegistry(registry) ?? {};
  return { stack: name, image, account, region, repository, tag: named, digest };
}

/** What a registry tells of a repository. */
export type RepositoryView =
  | {
      readonly kind: 'found';
      /** Those that were asked for; all of the repository where the policy counts. */
      readonly images: readonly StoredImage[];
      /** Undefined where there is no policy; `unknown` where there is one that cannot be judged. */
      readonly policy: LifecycleRules | 'unknown' | undefined;
    }
  | { readonly kind: 'gone' }
  /** It does not let us look. */
  | { readonly kind: 'closed' };

export type ImageState = 'there' | 'expires' | 'missing' | 'moved' | 'unknown';

/** Whether going back would find the image, and the same one. */
export function judgeImage(image: PreviousImage, view: RepositoryView, now: number): ImageState {
  if (view.kind === 'closed') return 'unknown';
  if (view.kind === 'gone') return 'missing';
  const { tag, digest } = image;
  const byDigest = view.images.find((one) => one.digest === digest);
  const byTag = view.images.find((one) => tag !== undefined && one.tags.includes(tag));
  if (digest !== undefined && !byDigest) return 'missing';
  if (tag !== undefined && !byTag) return 'missing';
  if (byDigest && byTag && byDigest.digest !== byTag.digest) return 'moved';
  const found = byDigest ?? byTag;
  const { policy } = view;
  if (!found || policy === undefined) return 'there';
  if (policy === 'unknown') return 'unknown';
  return isExpiring(found, view.images, policy, now) ? 'expires' : 'there';
}

/** The policy looks at more than the images that were asked for. */
export function needsAllImages(policy: LifecycleRules | 'unknown' | undefined): boolean {
  return policy !== undefined && policy !== 'unknown' && countsImages(policy);
}
