import type { Placement } from '../../manifest/schema/network.js';
import { errorAt, type Finding } from '../../manifest/text/finding.js';
import type { RenderContext } from '../../template/context.js';
import { findSubnetTags, subnetTagsKey } from '../../template/service/network.js';

/** Tags of `placement.subnets.from_tags` that no subnet has. */
export function* findUnknownSubnets(
  placement: Placement | undefined,
  context: RenderContext,
): Iterable<Finding> {
  const tags = findSubnetTags(placement);
  if (tags === undefined) return;
  const found = context.facts.taggedSubnets?.[subnetTagsKey(tags)] ?? [];
  if (found.length > 0) return;
  const path = ['network', 'vpc', 'placement', 'subnets', 'from_tags'];
  yield errorAt(path, `no subnet has the tags ${subnetTagsKey(tags)}`, 'check tags and account');
}
