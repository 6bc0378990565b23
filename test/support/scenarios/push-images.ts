import type { DeploymentRequest } from '../../../core/deployment/request.js';
import type { Installation } from '../installation.js';

/** Pushes the images of these workloads with the release's number as tag, and names them as its request does. */
export function pushImages(
  { account }: Installation,
  workloads: readonly string[],
  release: number,
): DeploymentRequest['images'] {
  const registry = `${account.accountId}.dkr.ecr.${account.region}.amazonaws.com`;
  const tag = String(release);
  return Object.fromEntries(
    workloads.map((name) => {
      const digest = account.images.push(`shop/${name}`, { tags: [tag] });
      return [name, { [name]: { repository: `${registry}/shop/${name}`, tag, digest } }];
    }),
  );
}
