import { BatchDeleteImageCommand, ECRClient, ListImagesCommand } from '@aws-sdk/client-ecr';
import { perRegion } from '../places/own-regions.js';

export const ecr = new ECRClient({});

/** Repositories of an application are in each region of its environments; those here follow no place. */
export const ecrIn = perRegion(ecr, (config) => new ECRClient(config));

/** BatchDeleteImage takes at most so many. */
const PAGE = 100;

/** Digests of all images of the repository, those without a tag too; undefined when there is no such repository. */
async function listDigests(
  client: ECRClient,
  repositoryName: string,
): Promise<readonly string[] | undefined> {
  const found = new Set<string>();
  let nextToken: string | undefined;
  try {
    do {
      const page = await client.send(new ListImagesCommand({ repositoryName, nextToken }));
      for (const { imageDigest } of page.imageIds ?? []) if (imageDigest) found.add(imageDigest);
      nextToken = page.nextToken;
    } while (nextToken);
  } catch (error) {
    if (error instanceof Error && error.name === 'RepositoryNotFoundException') return undefined;
    throw error;
  }
  return [...found];
}

/**
 * Deletes every image of the repository; what is left could not be deleted. An image that a manifest list names goes
 * only after the list, so it takes rounds.
 */
export async function emptyRepository(
  repositoryName: string,
  region: string,
): Promise<{ readonly deleted: number; readonly left: number }> {
  const client = ecrIn(region);
  let deleted = 0;
  for (;;) {
    const digests = (await listDigests(client, repositoryName)) ?? [];
    if (digests.length === 0) return { deleted, left: 0 };
    let gone = 0;
    for (let start = 0; start < digests.length; start += PAGE) {
      const imageIds = digests.slice(start, start + PAGE).map((imageDigest) => ({ imageDigest }));
      const answer = await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds }));
      gone += new Set(answer.imageIds?.map(({ imageDigest }) => imageDigest)).size;
    }
    deleted += gone;
    if (gone === 0) return { deleted, left: digests.length };
  }
}
