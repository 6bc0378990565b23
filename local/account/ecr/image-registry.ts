import { createHash } from 'node:crypto';
import type { World } from '../world.js';

export type StoredImage = {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: Date;
};
export type Repository = {
  readonly name: string;
  readonly images: Map<string, StoredImage>;
  readonly createdAt: Date;
  lifecyclePolicy: string | undefined;
};

export type ImageRegistry = {
  readonly repositories: Map<string, Repository>;
  createRepository(name: string): Repository;
  push(name: string, tags: readonly string[], digest?: string): string;
  remove(name: string, digestOrTag: string): void;
  find(
    name: string,
    reference: { readonly digest?: string; readonly tag?: string },
  ): StoredImage | undefined;
  /**
   * Can a task pull this image? Only images of this account's own registry are known; others are taken to exist.
   */
  isPullable(image: string): boolean;
  /** Repository and digest or tag of an image of this account's registry. */
  parse(
    image: string,
  ): { readonly repository: string; readonly digest?: string; readonly tag?: string } | undefined;
};

export function createImageRegistry(world: World): ImageRegistry {
  const repositories = new Map<string, Repository>();
  const host = `${world.accountId}.dkr.ecr.${world.region}.amazonaws.com/`;
  const now = (): Date => new Date(world.clock.now());

  const createRepository = (name: string): Repository => {
    const existing = repositories.get(name);
    if (existing) return existing;
    const repository = { name, images: new Map(), createdAt: now(), lifecyclePolicy: undefined };
    repositories.set(name, repository);
    return repository;
  };

  const find: ImageRegistry['find'] = (name, { digest, tag }) => {
    const images = repositories.get(name)?.images;
    if (digest) return images?.get(digest);
    return [...(images?.values() ?? [])].find((image) => image.tags.includes(tag ?? 'latest'));
  };

  const push: ImageRegistry['push'] = (name, tags, given) => {
    const { images } = createRepository(name);
    const text = `${name}:${tags.join(',')}:${world.dice.text(`image/${name}`, 8)}`;
    const digest = given ?? `sha256:${createHash('sha256').update(text).digest('hex')}`;
    // A tag moves: the image that had it keeps its digest.
    for (const image of images.values()) {
      const kept = image.tags.filter((tag) => !tags.includes(tag));
      images.set(image.digest, { ...image, tags: kept });
    }
    const all = [...new Set([...(images.get(digest)?.tags ?? []), ...tags])];
    images.set(digest, { digest, tags: all, pushedAt: now() });
    return digest;
  };

  const parse: ImageRegistry['parse'] = (image) => {
    if (!image.startsWith(host)) return undefined;
    const path = image.slice(host.length);
    const [byDigest = '', digest] = path.split('@');
    if (digest) return { repository: byDigest.split(':')[0] ?? byDigest, digest };
    const [repository = '', tag = 'latest'] = path.split(':');
    return { repository, tag };
  };

  return {
    repositories,
    createRepository,
    find,
    push,
    parse,
    remove: (name, digestOrTag) => {
      const byTag = find(name, { tag: digestOrTag })?.digest;
      repositories.get(name)?.images.delete(byTag ?? digestOrTag);
    },
    isPullable: (image) => {
      const parsed = parse(image);
      return !parsed || find(parsed.repository, parsed) !== undefined;
    },
  };
}
