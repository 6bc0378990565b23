import { assumeImages, listBuiltContainers } from '../../core/check/assume-images.js';
import type { Facts } from '../../core/facts/facts.js';
import type { Workspace } from '../../core/workspace/workspace.js';
import { assumeOutside } from './assume-outside.js';

type Images = NonNullable<Facts['workloadImages']>;

/** What a rehearsal takes for granted because neither workspace nor facts say it. Each is told to the user. */
export type Assumptions = {
  readonly facts: Partial<Facts>;
  /** Images of the rehearsed release, and of the one before it. */
  readonly images: Images;
  readonly previousImages: Images;
  /** One line per assumption. */
  readonly notes: readonly string[];
};

export type AssumeInput = {
  readonly workspace: Workspace;
  readonly environment: string;
  readonly facts: Partial<Facts>;
  readonly application: string;
};

/** Fills in what rendering needs: a pushed image for every container that is built, and what exists outside. */
export function assume(input: AssumeInput): Assumptions {
  const { workspace, facts, application, environment } = input;
  const images: { [workload: string]: Images[string] } = {};
  const previousImages: { [workload: string]: Images[string] } = {};
  const outside = assumeOutside(input);
  const notes = [...outside.notes];
  for (const { name, text } of workspace.workloads) {
    const built = listBuiltContainers(name, text, environment);
    const known = facts.workloadImages?.[name] ?? {};
    const assumed = built.filter((container) => !(container in known));
    if (assumed.length > 0) notes.push(`pushed images of ${name}: ${assumed.join(', ')}`);
    images[name] = { ...assumeImages(application, name, assumed, 'new'), ...known };
    previousImages[name] = assumeImages(application, name, built, 'previous');
  }
  return {
    facts: outside.facts,
    images: dropEmpty(images),
    previousImages: dropEmpty(previousImages),
    notes,
  };
}

function dropEmpty(images: { readonly [workload: string]: Images[string] }): Images {
  return Object.fromEntries(
    Object.entries(images).filter(([, containers]) => Object.keys(containers).length > 0),
  );
}
