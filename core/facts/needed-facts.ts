import { findHttp, resolveRoutingRules } from '../manifest/resolve/load-balancers.js';
import type { Environment } from '../manifest/schema/environment.js';
import type { EcsService, WorkloadManifest } from '../manifest/schema/workload.js';
import { environmentTraits } from '../render/environment-traits.js';
import { restrictsToCdn } from '../template/environment/resolve-environment.js';
import { findAutoscaling } from '../template/service/capacity.js';
import { findSubnetTags, type SubnetTags, subnetTagsKey } from '../template/service/network.js';
import { listBuiltContainers } from './built-containers.js';
import type { ReleaseManifests } from './read-manifests.js';

/** What has to be asked of AWS for a release, from its manifests alone: nothing is asked in vain. */
export type NeededFacts = {
  /** Names and ARNs of `http.alb` as they are written, each once. */
  readonly loadBalancers: readonly string[];
  /** Each set of tags once, by its key in `facts.taggedSubnets`. */
  readonly subnetTags: ReadonlyMap<string, SubnetTags>;
  /** ARNs of imported certificates whose host names some alias must be among. */
  readonly certificates: readonly string[];
  readonly cloudFrontPrefixList: boolean;
  /** Names of services whose number of tasks autoscaling has changed since. */
  readonly scaledServices: readonly string[];
  /** Containers whose image has to be pushed: workload -> containers, its own name first. */
  readonly builtContainers: { readonly [workload: string]: readonly string[] };
};

export function findNeededFacts({ environment, workloads }: ReleaseManifests): NeededFacts {
  const manifests = workloads.map(({ manifest }) => manifest);
  return {
    loadBalancers: unique(manifests.flatMap((manifest) => importedLoadBalancer(manifest) ?? [])),
    subnetTags: new Map(
      manifests.flatMap((manifest) => {
        const tags = subnetTagsOf(manifest);
        return tags === undefined ? [] : [[subnetTagsKey(tags), tags] as const];
      }),
    ),
    certificates: unique(
      manifests.flatMap((manifest) => certificatesOf(manifest, environment.manifest)),
    ),
    cloudFrontPrefixList: restrictsToCdn(environment.manifest?.http?.public),
    scaledServices: manifests.filter(isScaled).map(({ name }) => name),
    builtContainers: Object.fromEntries(
      manifests.flatMap((manifest) => {
        const containers = listBuiltContainers(manifest);
        return containers.length === 0 ? [] : [[manifest.name, containers]];
      }),
    ),
  };
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

function importedLoadBalancer(manifest: WorkloadManifest): string | undefined {
  return manifest.type === 'Load Balanced Web Service' ? findHttp(manifest.http)?.alb : undefined;
}

function subnetTagsOf(manifest: WorkloadManifest): SubnetTags | undefined {
  return 'network' in manifest ? findSubnetTags(manifest.network?.vpc?.placement) : undefined;
}

/** Certificates are looked at only where host names have to be among theirs. */
function certificatesOf(
  manifest: WorkloadManifest,
  environment: Environment | undefined,
): readonly string[] {
  if (manifest.type !== 'Load Balanced Web Service' && manifest.type !== 'Backend Service')
    return [];
  if (!resolveRoutingRules(manifest.http).some(({ alias }) => alias !== undefined)) return [];
  const { publicCertificates, privateCertificates, cdnCertificate } =
    environmentTraits(environment);
  if (manifest.type === 'Backend Service') return privateCertificates;
  return cdnCertificate === undefined
    ? publicCertificates
    : [...publicCertificates, cdnCertificate];
}

function isScaled(manifest: WorkloadManifest): manifest is EcsService {
  switch (manifest.type) {
    case 'Load Balanced Web Service':
    case 'Backend Service':
    case 'Worker Service':
      return findAutoscaling(manifest.count) !== undefined;
    default:
      return false;
  }
}
