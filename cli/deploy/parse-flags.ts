import { InvalidArgumentError } from 'commander';

export type ImageFlag = {
  readonly workload: string;
  readonly container: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
};

type PushedImage = Omit<ImageFlag, 'workload' | 'container'>;

/**
 * `api=REPOSITORY:TAG`, `api=REPOSITORY@sha256:…`, `api/nginx=…` for a sidecar. Throws commander's error, which names the
 * flag.
 */
export function parseImage(text: string): ImageFlag {
  const found = /^(?<workload>[^/=]+)(?:\/(?<container>[^=]+))?=(?<image>.+)$/.exec(text)?.groups;
  const image =
    /^(?<repository>[^@]+?)(?::(?<tag>[\w.-]+))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/.exec(
      found?.image ?? '',
    )?.groups;
  if (!found?.workload || !image?.repository)
    throw new InvalidArgumentError(
      'it has the form WORKLOAD[/CONTAINER]=REPOSITORY[:TAG][@DIGEST]',
    );
  const { workload, container = workload } = found;
  const { repository, tag, digest } = image;
  return {
    workload,
    container,
    repository,
    ...(tag ? { tag } : {}),
    ...(digest ? { digest } : {}),
  };
}

/** `NAME=VALUE` */
export function parseVariable(text: string): readonly [name: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('it has the form NAME=VALUE');
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Collects a flag that may be given several times. */
export const collect =
  <T>(parse: (text: string) => T) =>
  (text: string, before: readonly T[] = []): readonly T[] => [...before, parse(text)];

type Images = { [workload: string]: { [container: string]: PushedImage } };

/** The images of a request: workload -> container -> image. */
export function toImages(flags: readonly ImageFlag[]): Images {
  const images: Images = {};
  for (const { workload, container, ...image } of flags)
    images[workload] = { ...images[workload], [container]: image };
  return images;
}
