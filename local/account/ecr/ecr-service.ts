import type {
  BatchDeleteImageCommandInput,
  BatchGetImageCommandInput,
  DescribeImagesCommandInput,
  DescribeRepositoriesCommandInput,
  GetLifecyclePolicyCommandInput,
  ImageIdentifier,
  ListImagesCommandInput,
} from '@aws-sdk/client-ecr';
import { createHandler } from '../operations.js';
import { findPage } from '../pages.js';
import { ServiceError } from '../service-error.js';
import type { OperationHandler } from '../simulated-account.js';
import { formatArn, type World } from '../world.js';
import type { ImageRegistry, Repository, StoredImage } from './image-registry.js';

const PAGE_SIZE = 100;

export function createEcr(world: World, registry: ImageRegistry): OperationHandler {
  const inRegistry = `in the registry with id '${world.accountId}'`;

  const getRepository = (name = ''): Repository => {
    const found = registry.repositories.get(name);
    if (found) return found;
    const text = `The repository with name '${name}' does not exist ${inRegistry}`;
    throw new ServiceError('RepositoryNotFoundException', text);
  };

  const findImage = (name: string, id: ImageIdentifier): StoredImage | undefined =>
    registry.find(name, {
      ...(id.imageDigest ? { digest: id.imageDigest } : {}),
      ...(id.imageTag ? { tag: id.imageTag } : {}),
    });

  const imageNotFound = (name: string, id: ImageIdentifier): ServiceError => {
    const shown = `{imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'}`;
    const text = `The image with imageId ${shown} does not exist within the repository with name '${name}' ${inRegistry}`;
    return new ServiceError('ImageNotFoundException', text);
  };

  const describeImage = (name: string, image: StoredImage) => ({
    registryId: world.accountId,
    repositoryName: name,
    imageDigest: image.digest,
    ...(image.tags.length > 0 ? { imageTags: [...image.tags] } : {}),
    imagePushedAt: image.pushedAt,
  });

  const describeImages = (input: DescribeImagesCommandInput) => {
    const repository = getRepository(input.repositoryName);
    const wanted = input.imageIds?.map((id) => {
      const image = findImage(repository.name, id);
      if (!image) throw imageNotFound(repository.name, id);
      return image;
    });
    const page = findPage(
      wanted ?? [...repository.images.values()],
      input.nextToken,
      input.maxResults ?? PAGE_SIZE,
    );
    return {
      imageDetails: page.items.map((image) => describeImage(repository.name, image)),
      ...(page.nextToken ? { nextToken: page.nextToken } : {}),
    };
  };

  const splitByPresence = (name: string, ids: readonly ImageIdentifier[]) => ({
    present: ids.flatMap((id) => findImage(name, id) ?? []),
    failures: ids
      .filter((id) => !findImage(name, id))
      .map((imageId) => ({
        imageId,
        failureCode: 'ImageNotFound',
        failureReason: 'Requested image not found',
      })),
  });

  return createHandler('ECR', {
    DescribeImages: describeImages,
    BatchGetImage: ({ repositoryName, imageIds = [] }: BatchGetImageCommandInput) => {
      const { name } = getRepository(repositoryName);
      const { present, failures } = splitByPresence(name, imageIds);
      const images = present.map((image) => ({
        registryId: world.accountId,
        repositoryName: name,
        imageId: {
          imageDigest: image.digest,
          ...(image.tags[0] ? { imageTag: image.tags[0] } : {}),
        },
        imageManifest: JSON.stringify({ schemaVersion: 2, digest: image.digest }),
      }));
      return { images, failures };
    },
    ListImages: (input: ListImagesCommandInput) => {
      const ids = [...getRepository(input.repositoryName).images.values()].flatMap((image) =>
        (image.tags.length > 0 ? image.tags : [undefined]).map((tag) => ({
          imageDigest: image.digest,
          ...(tag ? { imageTag: tag } : {}),
        })),
      );
      const page = findPage(ids, input.nextToken, input.maxResults ?? PAGE_SIZE);
      return { imageIds: page.items, ...(page.nextToken ? { nextToken: page.nextToken } : {}) };
    },
    DescribeRepositories: (input: DescribeRepositoriesCommandInput) => {
      const all = input.repositoryNames?.map(getRepository) ?? [...registry.repositories.values()];
      const page = findPage(all, input.nextToken, input.maxResults ?? PAGE_SIZE);
      const repositories = page.items.map(({ name, createdAt }) => ({
        repositoryName: name,
        registryId: world.accountId,
        repositoryArn: formatArn(world, 'ecr', `repository/${name}`),
        repositoryUri: `${world.accountId}.dkr.ecr.${world.region}.amazonaws.com/${name}`,
        createdAt,
      }));
      return { repositories, ...(page.nextToken ? { nextToken: page.nextToken } : {}) };
    },
    GetLifecyclePolicy: ({ repositoryName }: GetLifecyclePolicyCommandInput) => {
      const { name, lifecyclePolicy } = getRepository(repositoryName);
      if (lifecyclePolicy) return { repositoryName: name, lifecyclePolicyText: lifecyclePolicy };
      const text = `Lifecycle policy does not exist for the repository with name '${name}' ${inRegistry}`;
      throw new ServiceError('LifecyclePolicyNotFoundException', text);
    },
    BatchDeleteImage: ({ repositoryName, imageIds = [] }: BatchDeleteImageCommandInput) => {
      const { name, images } = getRepository(repositoryName);
      const { present, failures } = splitByPresence(name, imageIds);
      for (const image of present) images.delete(image.digest);
      return { imageIds: present.map((image) => ({ imageDigest: image.digest })), failures };
    },
  });
}
