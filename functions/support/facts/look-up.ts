import type { Facts } from '../../../core/facts/facts.js';
import type { NeededFacts } from '../../../core/facts/needed-facts.js';
import { findCertificates } from './certificates.js';
import { findLoadBalancers } from './load-balancers.js';
import { findCloudFrontPrefixLists, findTaggedSubnets } from './network.js';

type LookedUp = Pick<Facts, 'loadBalancers' | 'taggedSubnets' | 'certificates' | 'environment'>;

/** What manifests name and AWS knows: nothing is asked where nothing is named. */
export async function lookUpFacts(needed: NeededFacts): Promise<LookedUp> {
  const [loadBalancers, taggedSubnets, certificates, prefixLists] = await Promise.all([
    findLoadBalancers(needed.loadBalancers),
    findTaggedSubnets(needed.subnetTags),
    findCertificates(needed.certificates),
    needed.cloudFrontPrefixList ? findCloudFrontPrefixLists() : [],
  ]);
  return {
    loadBalancers,
    taggedSubnets,
    certificates,
    environment: prefixLists.length === 0 ? {} : { cloudFrontPrefixListIds: prefixLists },
  };
}
