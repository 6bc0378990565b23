import type {
  ReversibilityInput,
  ReversibilityReason,
  ReversibilityWarning,
} from './reversibility.js';

/** Nested templates, env files, code: the old template points to them in the bucket. */
export function assessFiles(
  name: string,
  { missingFiles = [] }: ReversibilityInput,
): readonly ReversibilityReason[] {
  return missingFiles
    .filter(({ stack }) => stack === name)
    .map(({ file }) => ({
      weight: 'one-way',
      code: 'previous-files-missing',
      stack: name,
      message: `file ${file} of the previous release is not in the artifact bucket any more`,
    }));
}

const IMAGE_TROUBLES = [
  {
    list: 'missingImages',
    weight: 'one-way',
    code: 'image-missing',
    describe: (image: string) =>
      `image ${image} of the previous release is not in its repository any more`,
  },
  {
    list: 'movedImages',
    weight: 'one-way',
    code: 'image-moved',
    describe: (image: string) =>
      `the tag of image ${image} of the previous release names another image by now: going back would run that`,
  },
  {
    list: 'expiringImages',
    weight: 'reversible-with-loss',
    code: 'image-expires',
    describe: (image: string) =>
      `a lifecycle policy may soon delete image ${image} of the previous release`,
  },
] as const;

export function assessImages(
  name: string,
  input: ReversibilityInput,
): readonly ReversibilityReason[] {
  return IMAGE_TROUBLES.flatMap(({ list, weight, code, describe }) =>
    (input[list] ?? [])
      .filter(({ stack }) => stack === name)
      .map(({ image }) => ({ weight, code, stack: name, message: describe(image) })),
  );
}

export function describeUnknownImages({
  unknownImages = [],
}: ReversibilityInput): readonly ReversibilityWarning[] {
  return unknownImages.map(({ stack, image }) => ({
    stack,
    message: `whether image ${image} of the previous release is still in its registry is unknown`,
  }));
}
