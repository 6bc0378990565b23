import { findEntry, parseYamlNodes } from '../../core/addons/yaml-nodes.js';
import type { StorageType } from '../../core/storage/storage-request.js';
import type { WorkloadSource } from '../../core/workspace/workspace.js';
import { invalid } from './storage-flags.js';

/** A database is in the VPC, so that an App Runner service must be connected to it. */
export function checkVpcConnection(type: StorageType, workload: WorkloadSource | undefined): void {
  if (type !== 'Aurora' || workload?.type !== 'Request-Driven Web Service') return;
  const parsed = parseYamlNodes(workload.text);
  const network = parsed.ok ? findEntry(parsed.root, 'network')?.value : undefined;
  const vpc = findEntry(network, 'vpc')?.value;
  if (findEntry(vpc, 'placement') !== undefined) return;
  throw invalid(
    'invalid storage type Aurora: Request-Driven Web Service requires a VPC connection',
    `add to ${workload.file}:\n  network:\n    vpc:\n      placement: private`,
  );
}
