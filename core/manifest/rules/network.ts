import type { Placement, SecurityGroups } from '../schema/network.js';
import type { EcsWorkload } from '../schema/workload.js';
import { errorAt, type Finding, quoteFound, warningAt } from '../text/finding.js';
import type { Path } from '../text/path.js';
import { findImportMistakes } from './environment-values.js';

export function* findNetworkMistakes(manifest: EcsWorkload): Iterable<Finding> {
  const { vpc, connect } = manifest.network;
  yield* findPlacementMistakes(vpc.placement, ['network', 'vpc', 'placement']);
  yield* findSecurityGroupMistakes(vpc.security_groups, ['network', 'vpc', 'security_groups']);
  const alias = typeof connect === 'object' ? connect.alias : undefined;
  if (alias === undefined) return;
  const path = ['network', 'connect', 'alias'];
  const message = 'cannot set an alias when no port is exposed';
  if (manifest.type === 'Worker Service') {
    yield errorAt(path, message, 'write connect: true');
  }
  if (manifest.type === 'Backend Service') {
    const isExposed =
      manifest.image.port !== undefined || manifest.http?.target_container !== undefined;
    if (!isExposed) yield errorAt(path, message, 'add image.port');
  }
  if (manifest.type === 'Scheduled Job') {
    yield warningAt(path, 'jobs take no part in service connect: no effect');
  }
}

function* findPlacementMistakes(placement: Placement | undefined, path: Path): Iterable<Finding> {
  if (placement === 'public' || placement === 'private') return;
  if (typeof placement !== 'string') return;
  const hint = 'or name subnets: { subnets: [subnet-…] }';
  yield errorAt(path, `placement must be public or private, found ${quoteFound(placement)}`, hint);
}

function* findSecurityGroupMistakes(
  groups: SecurityGroups | undefined,
  path: Path,
): Iterable<Finding> {
  const isMap = groups !== undefined && 'groups' in groups;
  const list = isMap ? groups.groups : groups;
  if (!Array.isArray(list)) return;
  const at = isMap ? [...path, 'groups'] : path;
  for (const [index, group] of list.entries()) yield* findImportMistakes(group, [...at, index]);
}
