import type { BundleStack } from '../../../core/release/release.js';
import type { LostImage } from '../../../core/rollback/plan-restore.js';
import {
  type ImageState,
  judgeImage,
  type OwnRegistries,
  type PreviousImage,
  sortPreviousImages,
} from '../../../core/rollback/previous-images.js';
import type { ReversibilityInput, StackImage } from '../../../core/rollback/reversibility.js';
import { viewImages, viewRepository } from '../aws/ecr-images.js';
import { fewAtOnce } from '../deletion/few-at-once.js';
import { home } from '../places/whereabouts.js';
import { now } from '../runtime/ambient.js';
import { logger } from '../runtime/logger.js';

export type ImageFindings = Pick<
  ReversibilityInput,
  'missingImages' | 'movedImages' | 'expiringImages' | 'unknownImages'
>;

/** Looks for the images that these stacks ran before, a repository at a time. */
export async function checkPreviousImages(
  stacks: readonly BundleStack[],
  application: string,
): Promise<ImageFindings> {
  const { known, foreign } = sortPreviousImages(stacks, ownRegistries(application));
  const all = await judgeImages(known, viewRepository);
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

/**
 * The images of these workloads that are gone, for the start of a way back: nothing but whether they are there is asked, and
 * where that cannot be told nothing is held up by it.
 */
export async function findLostImages(
  stacks: readonly BundleStack[],
  application: string,
): Promise<readonly LostImage[]> {
  const { known } = sortPreviousImages(stacks, ownRegistries(application));
  try {
    const judged = await judgeImages(known, viewImages);
    return judged
      .filter(({ state }) => state === 'missing')
      .map(({ image: { stack, image, tag } }) => ({
        stack: `workload/${stack}`,
        image,
        ...(tag === undefined ? {} : { tag }),
      }));
  } catch (error) {
    logger.warn('could not look for the images of before', { reason: String(error) });
    return [];
  }
}

const ownRegistries = (application: string): OwnRegistries => ({
  account: home().account,
  application,
});

type JudgedImage = { readonly image: PreviousImage; readonly state: ImageState };

async function judgeImages(
  images: readonly PreviousImage[],
  view: typeof viewRepository,
): Promise<readonly JudgedImage[]> {
  const keyOf = ({ region, repository }: PreviousImage): string => `${region} ${repository}`;
  const repositories = new Map(images.map((image) => [keyOf(image), image]));
  const judged = await fewAtOnce([...repositories], async ([key, repository]) => {
    const own = images.filter((image) => keyOf(image) === key);
    const seen = await view(repository, own);
    return own.map((image) => ({ image, state: judgeImage(image, seen, now()) }));
  });
  return judged.flat();
}
