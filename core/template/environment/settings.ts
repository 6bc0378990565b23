import type { CfnObject, CfnValue } from '../cloudformation.js';
import { ref } from '../cloudformation.js';

export type ImportedVpc = {
  readonly kind: 'imported';
  readonly id: string;
  readonly publicSubnets: readonly string[];
  readonly privateSubnets: readonly string[];
};

/** One public and one private subnet per zone; `zones` is empty where CloudFormation picks them. */
export type ManagedVpc = {
  readonly kind: 'managed';
  readonly cidr: string;
  readonly zones: readonly string[];
  readonly publicCidrs: readonly string[];
  readonly privateCidrs: readonly string[];
};

export type SecurityRule = {
  readonly cidr: string;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
};

export type ListenerSettings = {
  /** ARNs of certificates that the user brings; the first is the listener's own. */
  readonly certificates: readonly string[];
  readonly sslPolicy: string | undefined;
};

export type PublicSettings = ListenerSettings & {
  /** Who may reach the load balancer; both empty means everyone. */
  readonly ingress: {
    /** Only the CDN, whose addresses are in `prefixLists`. */
    readonly restrictsToCdn: boolean;
    readonly prefixLists: readonly string[];
    readonly sourceIps: readonly string[];
  };
  /** Without `bucket` the stack makes one. */
  readonly accessLogs: { readonly bucket?: string; readonly prefix?: string } | undefined;
};

export type InternalSettings = ListenerSettings & {
  readonly subnets: readonly string[];
  readonly allowsVpcIngress: boolean;
};

export type StaticAssets = {
  readonly location: string;
  readonly alias: string;
  readonly path: string;
};

export type CdnSettings = {
  readonly certificate: string | undefined;
  readonly terminatesTls: boolean;
  readonly staticAssets: StaticAssets | undefined;
};

export type ArtifactStore = { readonly bucketArn: string; readonly keyArn: string };

/** Everything that decides the shape of an environment's template, without the manifest's alternative spellings. */
export type EnvironmentSettings = {
  readonly application: string;
  readonly environment: string;
  readonly vpc: ImportedVpc | ManagedVpc;
  readonly ingressRules: readonly SecurityRule[];
  readonly egressRules: readonly SecurityRule[];
  /** Days; undefined where flow logs are off. */
  readonly flowLogRetention: number | undefined;
  readonly containerInsights: boolean;
  readonly publicHttp: PublicSettings;
  readonly internalHttp: InternalSettings;
  readonly cdn: CdnSettings | undefined;
  /** Whether the application has a domain that the environment gets a part of. */
  readonly delegatesDns: boolean;
  readonly artifacts: ArtifactStore;
  readonly permissionsBoundary: string | undefined;
  readonly addons: { readonly url: string; readonly parameters: CfnObject } | undefined;
};

export function vpcId(vpc: EnvironmentSettings['vpc']): CfnValue {
  return vpc.kind === 'imported' ? vpc.id : ref('VPC');
}

/** `PublicSubnet1`, `PublicSubnet2`, … or the ids of the user. */
export function publicSubnets(vpc: EnvironmentSettings['vpc']): readonly CfnValue[] {
  return vpc.kind === 'imported'
    ? vpc.publicSubnets
    : vpc.publicCidrs.map((_, index) => ref(`PublicSubnet${index + 1}`));
}

export function privateSubnets(vpc: EnvironmentSettings['vpc']): readonly CfnValue[] {
  return vpc.kind === 'imported'
    ? vpc.privateSubnets
    : vpc.privateCidrs.map((_, index) => ref(`PrivateSubnet${index + 1}`));
}

export const nameTag = (suffix: string): readonly CfnObject[] => [
  { Key: 'Name', Value: { 'Fn::Sub': `copilot-\${AppName}-\${EnvironmentName}${suffix}` } },
];
