import { findRange } from '../resolve/counts.js';
import type { EnvironmentVpc, SecurityGroupRule, Subnet } from '../schema/environment-network.js';
import { errorAt, type Finding, quoteFound, warningAt } from '../text/finding.js';
import type { Path } from '../text/path.js';
import { isCidr } from './cidr.js';
import { findRetentionDoubts } from './sidecars.js';

const VPC = ['network', 'vpc'];
const KINDS = ['public', 'private'] as const;

export function* findVpcMistakes(vpc: EnvironmentVpc | undefined): Iterable<Finding> {
  if (vpc === undefined) return;
  if (vpc.id && vpc.cidr) {
    const message =
      'cannot import VPC resources (with "id" fields) and customize VPC resources (with "cidr" and "az" fields) at the same time';
    yield errorAt(VPC, message, 'keep one of "id" and "cidr"');
  }
  for (const kind of KINDS) yield* findSubnetMistakes(vpc.subnets?.[kind], kind);
  if (vpc.id) yield* findImportedMistakes(vpc);
  else if (vpc.cidr) yield* findManagedMistakes(vpc);
  else if (vpc.subnets) {
    const hint =
      'add network.vpc.cidr for a VPC of your own layout, or network.vpc.id to import one';
    yield warningAt(
      [...VPC, 'subnets'],
      'subnets have no effect without "cidr" or "id" of the VPC',
      hint,
    );
  }
  if (vpc.cidr && !isCidr(vpc.cidr)) yield cidrDoubt(vpc.cidr, [...VPC, 'cidr']);
  for (const direction of ['ingress', 'egress'] as const) {
    for (const [index, rule] of (vpc.security_group?.[direction] ?? []).entries()) {
      yield* findSecurityGroupRuleMistakes(rule, [...VPC, 'security_group', direction, index]);
    }
  }
  const logs = vpc.flow_logs;
  if (typeof logs === 'object') {
    yield* findRetentionDoubts(logs.retention, [...VPC, 'flow_logs', 'retention']);
  }
}

function cidrDoubt(range: string, path: Path): Finding {
  const hint = 'write an address with its prefix length, for instance 10.0.0.0/16';
  return warningAt(path, `${quoteFound(range)} is no address range`, hint);
}

function* findSubnetMistakes(
  subnets: readonly Subnet[] | undefined,
  kind: string,
): Iterable<Finding> {
  for (const [index, subnet] of (subnets ?? []).entries()) {
    const path = [...VPC, 'subnets', kind, index];
    for (const key of ['cidr', 'az'] as const) {
      if (subnet.id === undefined || subnet[key] === undefined) continue;
      yield errorAt([...path, key], `must specify one, not both, of "id" and "${key}"`);
    }
    if (subnet.cidr && !isCidr(subnet.cidr)) yield cidrDoubt(subnet.cidr, [...path, 'cidr']);
  }
}

function* findImportedMistakes({ subnets = {} }: EnvironmentVpc): Iterable<Finding> {
  const path = [...VPC, 'subnets'];
  for (const kind of KINDS) {
    for (const [index, subnet] of (subnets[kind] ?? []).entries()) {
      if (!subnet.id) yield errorAt([...path, kind, index, 'id'], '"id" must be specified');
    }
  }
  const count = { public: subnets.public?.length ?? 0, private: subnets.private?.length ?? 0 };
  if (count.public + count.private === 0) {
    yield errorAt(path, 'VPC must have subnets in order to proceed with environment creation');
  }
  if (count.public === 1) {
    const message = 'at least two public subnets must be imported to enable Load Balancing';
    yield errorAt([...path, 'public'], message);
  }
  if (count.private === 1) {
    yield errorAt([...path, 'private'], 'at least two private subnets must be imported');
  }
}

const MIN_ZONES = 2;

function* findManagedMistakes({ subnets = {} }: EnvironmentVpc): Iterable<Finding> {
  const path = [...VPC, 'subnets'];
  for (const kind of KINDS) {
    for (const [index, subnet] of (subnets[kind] ?? []).entries()) {
      if (!subnet.cidr) yield errorAt([...path, kind, index, 'cidr'], '"cidr" must be specified');
    }
  }
  const zones = {
    public: distinct(subnets.public, 'az'),
    private: distinct(subnets.private, 'az'),
  };
  if (zones.public.join() !== zones.private.join()) {
    const message = 'public subnets and private subnets do not span the same availability zones';
    yield errorAt(
      path,
      message,
      `public: ${zones.public.join(', ')}; private: ${zones.private.join(', ')}`,
    );
    return;
  }
  const count = zones.public.length;
  if (count === 0) {
    yield* findPairMistakes(subnets, path);
    return;
  }
  if (count < MIN_ZONES) {
    yield errorAt(path, `require at least ${MIN_ZONES} availability zones, found ${count}`);
    return;
  }
  for (const kind of KINDS) {
    const cidrs = distinct(subnets[kind], 'cidr').length;
    if (cidrs === count) continue;
    const message = `number of ${kind} subnet CIDRs (${cidrs}) does not match number of AZs (${count})`;
    yield errorAt([...path, kind], message);
  }
}

/** Public and private subnets are made in pairs, one of each to a zone. */
function* findPairMistakes(
  subnets: NonNullable<EnvironmentVpc['subnets']>,
  path: Path,
): Iterable<Finding> {
  const [publicCount, privateCount] = KINDS.map((kind) => subnets[kind]?.length ?? 0);
  if (publicCount === privateCount) return;
  const message = `as many public as private subnets are needed, found ${publicCount} and ${privateCount}`;
  yield errorAt(path, message);
}

function distinct(subnets: readonly Subnet[] | undefined, key: 'az' | 'cidr'): readonly string[] {
  const values = (subnets ?? []).flatMap((subnet) => subnet[key] || []);
  return [...new Set(values)].sort();
}

function* findSecurityGroupRuleMistakes(rule: SecurityGroupRule, path: Path): Iterable<Finding> {
  for (const key of ['cidr', 'ip_protocol'] as const) {
    if (rule[key] === '') yield errorAt([...path, key], `"${key}" must be specified`);
  }
  if (rule.cidr !== '' && !isCidr(rule.cidr)) yield cidrDoubt(rule.cidr, [...path, 'cidr']);
  if (typeof rule.ports !== 'string') return;
  const range = findRange(rule.ports);
  if (range === undefined) {
    const message = `invalid range value ${quoteFound(rule.ports)}`;
    yield errorAt([...path, 'ports'], message, 'write a port, or from-to, for instance 8000-8080');
  } else if (range.min > range.max) {
    const message = `from ${range.min} cannot be greater than to ${range.max}`;
    yield errorAt([...path, 'ports'], message);
  }
}
