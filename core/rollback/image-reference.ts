/** An image as a task definition names it, taken apart. */
export type ImageReference = {
  /** Host of the registry; empty where the image names none, which is Docker's own. */
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
};

/** `[host/]repository[:tag][@digest]`. What has neither tag nor digest has the tag `latest`. */
export function parseImage(image: string): ImageReference {
  const [named = '', digest] = image.split('@');
  const slash = named.indexOf('/');
  const first = slash < 0 ? '' : named.slice(0, slash);
  const registry = /[.:]|^localhost$/.test(first) ? first : '';
  const path = registry === '' ? named : named.slice(slash + 1);
  const colon = path.indexOf(':');
  const repository = colon < 0 ? path : path.slice(0, colon);
  const tag = colon < 0 ? undefined : path.slice(colon + 1);
  if (digest !== undefined) return { registry, repository, digest, ...(tag ? { tag } : {}) };
  return { registry, repository, tag: tag ?? 'latest' };
}

/** Account and region of a private registry of ECR; undefined for every other host. */
export function parseRegistry(
  host: string,
): { readonly account: string; readonly region: string } | undefined {
  const [, account, region] =
    /^(\d+)\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(host) ?? [];
  return account && region ? { account, region } : undefined;
}
