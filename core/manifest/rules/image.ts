import type { ContainerDependsOn, Image } from '../schema/image.js';
import { errorAt, type Finding, quoteFound } from '../text/finding.js';
import type { Path } from '../text/path.js';

/** Exactly one of `build` and `location`; an empty `build` counts as none. */
export function* findImageMistakes(image: Image, path: Path): Iterable<Finding> {
  const hasBuild = image.build !== undefined && image.build !== '';
  const hasLocation = image.location !== undefined;
  if (hasBuild && hasLocation) {
    yield errorAt(
      path,
      'must specify one of "build" and "location", found both',
      'remove one of the two',
    );
  }
  if (!hasBuild && !hasLocation) {
    yield errorAt(
      path,
      'must specify one of "build" and "location"',
      'add build (path of a Dockerfile) or location (an image in a registry)',
    );
  }
  if (image.location === '') yield errorAt([...path, 'location'], 'location is empty');
  yield* findDependencyStatusMistakes(image.depends_on, [...path, 'depends_on']);
}

const STATUSES = ['start', 'complete', 'success', 'healthy'] as const;

export function* findDependencyStatusMistakes(
  dependsOn: ContainerDependsOn | undefined,
  path: Path,
): Iterable<Finding> {
  for (const [container, status] of Object.entries(dependsOn ?? {})) {
    if (STATUSES.some((known) => known === status.toLowerCase())) continue;
    const message = `container dependency status must be one of ${STATUSES.join(', ')}, found ${quoteFound(status)}`;
    yield errorAt([...path, container], message);
  }
}
