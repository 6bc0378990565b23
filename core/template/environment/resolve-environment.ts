import { resolveRange } from '../../manifest/resolve/counts.js';
import type { Environment } from '../../manifest/schema/environment.js';
import type { Cdn, PublicHttp } from '../../manifest/schema/environment-http.js';
import type {
  EnvironmentVpc,
  SecurityGroupRule,
} from '../../manifest/schema/environment-network.js';
import type { RenderContext } from '../context.js';
import { findPartition } from '../partition.js';
import { resolveVpc } from './resolve-vpc.js';
import type {
  ArtifactStore,
  CdnSettings,
  EnvironmentSettings,
  InternalSettings,
  PublicSettings,
  SecurityRule,
} from './settings.js';

/** Days for which flow logs are kept where the manifest only switches them on. */
const DEFAULT_RETENTION = 14;

/** Reads the alternative spellings of an environment's manifest into one form, with the facts that belong to it. */
export function resolveEnvironment(
  manifest: Environment,
  context: RenderContext,
): Omit<EnvironmentSettings, 'addons'> {
  const vpc = manifest.network?.vpc;
  const { facts } = context;
  return {
    application: context.application,
    environment: context.environment,
    vpc: resolveVpc(vpc),
    ingressRules: (vpc?.security_group?.ingress ?? []).map(resolveRule),
    egressRules: (vpc?.security_group?.egress ?? []).map(resolveRule),
    flowLogRetention: resolveFlowLogs(vpc?.flow_logs),
    containerInsights: manifest.observability?.container_insights ?? false,
    publicHttp: resolvePublicHttp(manifest, context),
    internalHttp: resolveInternalHttp(manifest),
    cdn: resolveCdn(manifest.cdn),
    delegatesDns: (facts.application.domain ?? '') !== '',
    artifacts: resolveArtifacts(context),
    permissionsBoundary: facts.application.permissionsBoundary,
  };
}

export function resolveArtifacts({ facts }: Pick<RenderContext, 'facts'>): ArtifactStore {
  const { artifactBucket = '', artifactKeyArn = '', region } = facts.environment ?? {};
  return {
    bucketArn: `arn:${findPartition(region)}:s3:::${artifactBucket}`,
    keyArn: artifactKeyArn,
  };
}

function resolveRule(rule: SecurityGroupRule): SecurityRule {
  const { min, max } = resolvePorts(rule.ports);
  return { cidr: rule.cidr, protocol: rule.ip_protocol, fromPort: min, toPort: max };
}

/** One port, or `from-to`. A number may be -1, which ICMP and all protocols take as any. */
function resolvePorts(ports: SecurityGroupRule['ports']): { min: number; max: number } {
  if (typeof ports === 'number') return { min: ports, max: ports };
  return resolveRange(ports);
}

// Copilot takes `flow_logs: false` as true, since the key is there; here false means off (docs/compatibility.md).
function resolveFlowLogs(flowLogs: EnvironmentVpc['flow_logs']): number | undefined {
  if (flowLogs === undefined || flowLogs === false) return undefined;
  return flowLogs === true ? DEFAULT_RETENTION : (flowLogs.retention ?? DEFAULT_RETENTION);
}

function resolvePublicHttp(manifest: Environment, context: RenderContext): PublicSettings {
  const http = manifest.http?.public;
  const isRestricted = restrictsToCdn(http);
  const prefixLists = context.facts.environment?.cloudFrontPrefixListIds ?? [];
  return {
    certificates: http?.certificates ?? [],
    sslPolicy: http?.ssl_policy,
    ingress: {
      restrictsToCdn: isRestricted,
      prefixLists: isRestricted ? prefixLists : [],
      sourceIps: http?.ingress?.source_ips ?? [],
    },
    accessLogs: resolveAccessLogs(http?.access_logs),
  };
}

/**
 * Whether only CloudFront may reach the public load balancer: its prefix list is needed then.
 * `security_groups.ingress.restrict_to` is the old spelling: its `cdn` counts where `ingress` says nothing. Its
 * `source_ips` never had an effect in a live stack, and get none here (the manifest's rules warn): closing a load
 * balancer that has been open would be a surprise.
 */
export function restrictsToCdn(http: PublicHttp | undefined): boolean {
  const living = http?.ingress;
  const isLiving = living?.cdn !== undefined || (living?.source_ips ?? []).length > 0;
  const deprecated = http?.security_groups?.ingress?.restrict_to;
  return (isLiving ? living?.cdn : deprecated?.cdn) ?? false;
}

function resolveAccessLogs(logs: PublicHttp['access_logs']): PublicSettings['accessLogs'] {
  if (logs === undefined || logs === false) return undefined;
  if (logs === true) return {};
  const { bucket_name: bucket, prefix } = logs;
  return { ...(bucket ? { bucket } : {}), ...(prefix ? { prefix } : {}) };
}

function resolveInternalHttp(manifest: Environment): InternalSettings {
  const http = manifest.http?.private;
  return {
    certificates: http?.certificates ?? [],
    sslPolicy: http?.ssl_policy,
    subnets: http?.subnets ?? [],
    allowsVpcIngress:
      (http?.ingress?.vpc ?? false) || (http?.security_groups?.ingress?.from_vpc ?? false),
  };
}

function resolveCdn(cdn: Cdn | undefined): CdnSettings | undefined {
  if (cdn === undefined || cdn === false) return undefined;
  const { certificate, terminate_tls, static_assets } = cdn === true ? {} : cdn;
  const { location = '', alias = '', path = '' } = static_assets ?? {};
  return {
    certificate,
    terminatesTls: terminate_tls ?? false,
    staticAssets:
      location === '' && alias === '' && path === '' ? undefined : { location, alias, path },
  };
}
