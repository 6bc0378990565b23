import type { Issue } from '../issues.js';
import type { PushedImage } from '../release/release.js';
import type { Facts } from './facts.js';
import type { NeededFacts } from './needed-facts.js';

type Images = NonNullable<Facts['workloadImages']>;

/** Images of a workload's last good release. */
export type ReleasedImages = { readonly [container: string]: PushedImage };

export type KeptImages = {
  readonly images: Images;
  /** `workload/container` of those that the request did not name. */
  readonly kept: readonly string[];
};

/**
 * Images of a release: those of the request, and for containers that are built and that it does not name those of the
 * workload's last good release. What neither has is missing, which rendering tells.
 */
export function keepImages(
  needed: NeededFacts['builtContainers'],
  sent: Images,
  released: ReadonlyMap<string, ReleasedImages>,
): KeptImages {
  const images: Images = { ...sent };
  const kept: string[] = [];
  for (const [workload, containers] of Object.entries(needed)) {
    for (const container of containers) {
      const image = released.get(workload)?.[container];
      if (image === undefined || images[workload]?.[container] !== undefined) continue;
      images[workload] = { ...images[workload], [container]: image };
      kept.push(`${workload}/${container}`);
    }
  }
  return { images, kept };
}

/** More names than this are no help. */
const SHOWN = 10;

/** Says that images stay as they are: whoever forgot to send one finds it here. */
export function describeKeptImages(kept: readonly string[]): readonly Issue[] {
  if (kept.length === 0) return [];
  const shown = kept.slice(0, SHOWN).join(', ');
  const more = kept.length > SHOWN ? ` and ${kept.length - SHOWN} more` : '';
  return [
    {
      severity: 'warning',
      file: 'images',
      message: `none was sent for ${shown}${more}: the images of the last good release stay`,
    },
  ];
}
