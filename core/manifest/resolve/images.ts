import { posix } from 'node:path';
import type { Build } from '../schema/image.js';
import type { SidecarImage } from '../schema/sidecars.js';

/** Paths are relative to the workspace root, the folder that holds `copilot/`. */
export type ResolvedBuild = {
  readonly dockerfile: string;
  readonly context: string;
  readonly args: { readonly [name: string]: string };
  readonly target: string | undefined;
  readonly cacheFrom: readonly string[];
};

/** Both forms of `image.build`. The context defaults to the Dockerfile's folder, the Dockerfile to the one in the context. */
export function resolveBuild(build: Build): ResolvedBuild {
  const form = typeof build === 'string' ? { dockerfile: build } : build;
  const context = 'context' in form ? form.context : undefined;
  const dockerfile = form.dockerfile ?? posix.join(context ?? '', 'Dockerfile');
  return {
    dockerfile: posix.normalize(dockerfile),
    context: posix.normalize(context ?? posix.dirname(form.dockerfile ?? '')),
    args: ('args' in form ? form.args : undefined) ?? {},
    target: 'target' in form ? form.target : undefined,
    cacheFrom: ('cache_from' in form ? form.cache_from : undefined) ?? [],
  };
}

export type ResolvedImage =
  | { readonly kind: 'location'; readonly location: string }
  | { readonly kind: 'build'; readonly build: ResolvedBuild };

/** Where a container's image comes from: the short form of a sidecar is its location. */
export function resolveImage(
  image:
    | SidecarImage
    | { readonly build?: Build | undefined; readonly location?: string | undefined },
): ResolvedImage {
  if (typeof image === 'string') return { kind: 'location', location: image };
  if (image.location !== undefined) return { kind: 'location', location: image.location };
  return { kind: 'build', build: resolveBuild(image.build ?? {}) };
}
