import type { EnvironmentVpc, Subnet } from '../../manifest/schema/environment-network.js';
import type { EnvironmentSettings, ManagedVpc } from './settings.js';

const DEFAULT_VPC: ManagedVpc = {
  kind: 'managed',
  cidr: '10.0.0.0/16',
  zones: [],
  publicCidrs: ['10.0.0.0/24', '10.0.1.0/24'],
  privateCidrs: ['10.0.2.0/24', '10.0.3.0/24'],
};

/** An imported VPC where `id` is given, a managed one otherwise; subnets without `id` and `cidr` above them count for nothing. */
export function resolveVpc(vpc: EnvironmentVpc | undefined): EnvironmentSettings['vpc'] {
  const subnets = { public: vpc?.subnets?.public ?? [], private: vpc?.subnets?.private ?? [] };
  if (vpc?.id) {
    const ids = (list: readonly Subnet[]) => list.map((subnet) => subnet.id ?? '');
    return {
      kind: 'imported',
      id: vpc.id,
      publicSubnets: ids(subnets.public),
      privateSubnets: ids(subnets.private),
    };
  }
  return vpc?.cidr ? resolveManagedVpc(vpc.cidr, subnets.public, subnets.private) : DEFAULT_VPC;
}

/** Sorting by zone puts the public and the private subnet of a zone at the same index. */
function resolveManagedVpc(
  cidr: string,
  publicSubnets: readonly Subnet[],
  privateSubnets: readonly Subnet[],
): ManagedVpc {
  const cidrs = (list: readonly Subnet[]) => list.map((subnet) => subnet.cidr ?? '');
  const sortedPublic = sortByZone(publicSubnets);
  return {
    kind: 'managed',
    cidr,
    zones: sortedPublic.flatMap((subnet) => (subnet.az ? [subnet.az] : [])),
    publicCidrs: cidrs(sortedPublic),
    privateCidrs: cidrs(sortByZone(privateSubnets)),
  };
}

function sortByZone(subnets: readonly Subnet[]): readonly Subnet[] {
  const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return [...subnets].sort((a, b) => compare(a.az ?? '', b.az ?? ''));
}
