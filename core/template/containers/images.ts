import type { Facts } from '../../facts/facts.js';
import { resolveImage } from '../../manifest/resolve/images.js';
import type { EcsWorkload } from '../../manifest/schema/workload.js';
import type { RenderContext } from '../context.js';

type PushedImage = NonNullable<Facts['images']>[string];

function findPushedImage(
  workload: string,
  container: string,
  facts: Facts,
): PushedImage | undefined {
  const own = facts.workloadImages?.[workload];
  return own === undefined ? facts.images?.[container] : own[container];
}

/**
 * How the template names a pushed image: by tag where the facts have one, else by digest. Sidecars share the
 * repository of the main container, so their tags begin with the container's name. Source: Copilot's ECRImage.URI.
 */
function pushedImageUri(image: PushedImage, container: string, isMain: boolean): string {
  const prefix = isMain ? '' : `${container}-`;
  if (image.tag) return `${image.repository}:${prefix}${image.tag}`;
  if (image.digest) return `${image.repository}@${image.digest}`;
  return `${image.repository}:${prefix}latest`;
}

function findLocation(image: Parameters<typeof resolveImage>[0]): string | undefined {
  const resolved = resolveImage(image);
  return resolved.kind === 'location' ? resolved.location : undefined;
}

/** Image of the main container; the empty text where it has not been built yet. A pushed image wins over a location. */
export function mainImage(
  workload: Pick<EcsWorkload, 'name' | 'image'>,
  context: RenderContext,
): string {
  const pushed = findPushedImage(workload.name, workload.name, context.facts);
  return pushed === undefined
    ? (findLocation(workload.image) ?? '')
    : pushedImageUri(pushed, workload.name, true);
}

/** Image of a sidecar; for sidecars a location wins over a pushed image. */
export function sidecarImage(
  workload: Pick<EcsWorkload, 'name' | 'sidecars'>,
  name: string,
  context: RenderContext,
): string {
  const sidecar = workload.sidecars?.[name];
  const location = sidecar && findLocation(sidecar.image);
  if (location !== undefined) return location;
  const pushed = findPushedImage(workload.name, name, context.facts);
  return pushed === undefined ? '' : pushedImageUri(pushed, name, false);
}

function pinned(workload: string, container: string, uri: string, facts: Facts): string {
  const pushed = findPushedImage(workload, container, facts);
  return pushed?.digest !== undefined && uri.startsWith(pushed.repository)
    ? `${pushed.repository}@${pushed.digest}`
    : uri;
}

/** Every image that the tasks run, with digests where the facts know them. Sorted, without the unbuilt ones. */
export function runningImages(
  workload: Pick<EcsWorkload, 'name' | 'image' | 'sidecars'>,
  context: RenderContext,
): readonly string[] {
  const { facts } = context;
  const main = pinned(workload.name, workload.name, mainImage(workload, context), facts);
  const sidecars = Object.keys(workload.sidecars ?? {}).map((name) =>
    pinned(workload.name, name, sidecarImage(workload, name, context), facts),
  );
  return [...new Set([main, ...sidecars])].filter((uri) => uri !== '').sort();
}
