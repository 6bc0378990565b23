import {
  DescribeImagesCommand,
  GetLifecyclePolicyCommand,
  type ImageDetail,
  type ImageIdentifier,
} from '@aws-sdk/client-ecr';
import { parseLifecyclePolicy, type StoredImage } from '../../../core/rollback/lifecycle-policy.js';
import {
  needsAllImages,
  type PreviousImage,
  type RepositoryView,
} from '../../../core/rollback/previous-images.js';
import { ecrIn } from './ecr.js';

const isNamed = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);

/** A repository of the application, in a region of its own account. */
export type Repository = Pick<PreviousImage, 'region' | 'repository'>;

/**
 * What ECR tells of these images of one repository. DescribeImages, because BatchGetImage counts as a pull, which
 * lifecycle policies look at.
 */
export async function viewRepository(
  repository: Repository,
  images: readonly PreviousImage[],
): Promise<RepositoryView> {
  try {
    const policy = await findPolicy(repository);
    const found = needsAllImages(policy)
      ? await listImages(repository)
      : await findImages(repository, images);
    return { kind: 'found', images: found, policy };
  } catch (error) {
    return toView(error);
  }
}

/** Milliseconds that a way back waits for ECR: it can do without an answer. */
const PATIENCE = 5_000;

/** Which of these images there are, whatever a policy may do with them: an answer in one round of calls, and soon or never. */
export async function viewImages(
  repository: Repository,
  images: readonly PreviousImage[],
): Promise<RepositoryView> {
  try {
    const found = await findImages(repository, images, AbortSignal.timeout(PATIENCE));
    return { kind: 'found', images: found, policy: undefined };
  } catch (error) {
    return toView(error);
  }
}

/** Why a repository tells nothing of its images; throws what is no answer of its. */
function toView(error: unknown): RepositoryView {
  if (isNamed(error, 'RepositoryNotFoundException')) return { kind: 'gone' };
  // The policy of a repository may keep others out. That is no reason to stop a deployment.
  if (isNamed(error, 'AccessDeniedException')) return { kind: 'closed' };
  throw error;
}

async function findPolicy({
  region,
  repository: repositoryName,
}: Repository): Promise<(RepositoryView & { readonly kind: 'found' })['policy']> {
  try {
    const { lifecyclePolicyText = '' } = await ecrIn(region).send(
      new GetLifecyclePolicyCommand({ repositoryName }),
    );
    return parseLifecyclePolicy(lifecyclePolicyText) ?? 'unknown';
  } catch (error) {
    if (isNamed(error, 'LifecyclePolicyNotFoundException')) return undefined;
    throw error;
  }
}

/** By digest and by tag, each asked for alone: one that is missing fails the whole call. */
async function findImages(
  repository: Repository,
  images: readonly PreviousImage[],
  abortSignal?: AbortSignal,
): Promise<readonly StoredImage[]> {
  const ids = images.flatMap(({ digest, tag }): readonly ImageIdentifier[] => [
    ...(digest === undefined ? [] : [{ imageDigest: digest }]),
    ...(tag === undefined ? [] : [{ imageTag: tag }]),
  ]);
  const found = await Promise.all(ids.map((id) => findImage(repository, id, abortSignal)));
  return found.flatMap((image) => image ?? []);
}

async function findImage(
  { region, repository: repositoryName }: Repository,
  id: ImageIdentifier,
  abortSignal: AbortSignal | undefined,
): Promise<StoredImage | undefined> {
  try {
    const { imageDetails = [] } = await ecrIn(region).send(
      new DescribeImagesCommand({ repositoryName, imageIds: [id] }),
      abortSignal ? { abortSignal } : {},
    );
    return imageDetails.map(toStoredImage)[0];
  } catch (error) {
    if (isNamed(error, 'ImageNotFoundException')) return undefined;
    throw error;
  }
}

async function listImages({
  region,
  repository: repositoryName,
}: Repository): Promise<readonly StoredImage[]> {
  const found: StoredImage[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ecrIn(region).send(
      new DescribeImagesCommand({ repositoryName, maxResults: 1000, nextToken }),
    );
    found.push(...(page.imageDetails ?? []).map(toStoredImage));
    nextToken = page.nextToken;
  } while (nextToken);
  return found;
}

function toStoredImage(image: ImageDetail): StoredImage {
  return {
    digest: image.imageDigest ?? '',
    tags: image.imageTags ?? [],
    pushedAt: image.imagePushedAt?.getTime() ?? 0,
    pulledAt: image.lastRecordedPullTime?.getTime(),
  };
}
