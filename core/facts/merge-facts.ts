import type { Facts } from './facts.js';
import type { NeededFacts } from './needed-facts.js';

/** Facts by name of which each entry stands for itself. */
const MAPS = [
  'environments',
  'images',
  'loadBalancers',
  'variables',
  'rulePriorities',
  'taggedSubnets',
  'desiredCounts',
  'exports',
  'certificates',
  'customResources',
  'resourceTags',
] as const satisfies readonly (keyof Facts)[];

/**
 * Gathered facts with those that are assumed instead (a rehearsal's file): assumed ones win, entry by entry, but for the
 * name of the application, the images of the request, and the bucket, which is where files really go.
 */
export function mergeFacts(gathered: Facts, assumed: Partial<Facts>): Facts {
  const maps = MAPS.filter((name) => gathered[name] && assumed[name]).map((name) => [
    name,
    { ...gathered[name], ...assumed[name] },
  ]);
  const bucket = gathered.environment?.artifactBucket;
  const images = { ...assumed.workloadImages, ...gathered.workloadImages };
  return {
    ...gathered,
    ...assumed,
    ...Object.fromEntries(maps),
    application: {
      ...gathered.application,
      ...assumed.application,
      name: gathered.application.name,
    },
    environment: {
      ...gathered.environment,
      ...assumed.environment,
      ...(bucket === undefined ? {} : { artifactBucket: bucket }),
    },
    ...(Object.keys(images).length > 0 ? { workloadImages: images } : {}),
  };
}

/** What has still to be asked where some of it is assumed. */
export function withoutAssumed(needed: NeededFacts, assumed: Partial<Facts>): NeededFacts {
  const { loadBalancers = {}, taggedSubnets = {}, certificates, environment } = assumed;
  return {
    ...needed,
    loadBalancers: needed.loadBalancers.filter((name) => !Object.hasOwn(loadBalancers, name)),
    subnetTags: new Map(
      [...needed.subnetTags].filter(([key]) => !Object.hasOwn(taggedSubnets, key)),
    ),
    certificates: certificates === undefined ? needed.certificates : [],
    cloudFrontPrefixList:
      needed.cloudFrontPrefixList && environment?.cloudFrontPrefixListIds === undefined,
  };
}
