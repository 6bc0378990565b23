import { resolveImage } from '../manifest/resolve/images.js';
import type { WorkloadManifest } from '../manifest/schema/workload.js';

/** Names of the containers that are built from source, the workload's own first. */
export function listBuiltContainers(manifest: WorkloadManifest): readonly string[] {
  if (manifest.type === 'Static Site') return [];
  const sidecars = 'sidecars' in manifest ? Object.entries(manifest.sidecars ?? {}) : [];
  const built = sidecars.filter(([, { image }]) => resolveImage(image).kind === 'build');
  return [
    ...(resolveImage(manifest.image).kind === 'build' ? [manifest.name] : []),
    ...built.map(([name]) => name).sort(),
  ];
}
