import type { BundleStack } from '../../core/release/release.js';
import { registryHost } from '../../core/rollback/image-reference.js';
import {
  type ImageState,
  judgeImage,
  type PreviousImage,
  sortPreviousImages,
} from '../../core/rollback/previous-images.js';
import type { ReversibilityInput, StackImage } from '../../core/rollback/reversibility.js';
import { now } from './ambient.js';
import { fewAtOnce } from './deletion/few-at-once.js';
import { viewRepository } from './ecr-images.js';
import { ENV, requireEnv } from './env.js';

type ImageFindings = Pick<
  ReversibilityInput,
  'missingImages' | 'movedImages' | 'expiringImages' | 'unknownImages'
>;

/** Looks for the images that these stacks ran before, a repository at a time. */
export async function checkPreviousImages(
  stacks: readonly BundleStack[],
  application: string,
): Promise<ImageFindings> {
  const host = registryHost(requireEnv(ENV.accountId), requireEnv(ENV.region));
  const { known, foreign } = sortPreviousImages(stacks, { host, application });
  const repositories = [...new Set(known.map(({ repository }) => repository))];
  const judged = await fewAtOnce(repositories, (repository) =>
    judgeRepository(
      repository,
      known.filter((image) => image.repository === repository),
    ),
  );
  const all = judged.flat();
  const those = (state: ImageState): readonly StackImage[] =>
    all
      .filter((one) => one.state === state)
      .map(({ image: { stack, image } }) => ({ stack, image }));
  return {
    missingImages: those('missing'),
    movedImages: those('moved'),
    expiringImages: those('expires'),
    unknownImages: [...those('unknown'), ...foreign],
  };
}

async function judgeRepository(
  repository: string,
  images: readonly PreviousImage[],
): Promise<readonly { readonly image: PreviousImage; readonly state: ImageState }[]> {
  const view = await viewRepository(repository, images);
  return images.map((image) => ({ image, state: judgeImage(image, view, now()) }));
}
