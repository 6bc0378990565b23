import type { RenderContext } from '../context.js';
import { findPartition } from '../partition.js';
import type { EnvironmentSettings } from './settings.js';

type Values = { readonly [name: string]: string };

/** Parameters of the full environment stack; which features are on comes from the workloads (`context.environmentParameters`). */
export function resolveParameters(settings: EnvironmentSettings, context: RenderContext): Values {
  const { facts } = context;
  const hasPublicHttps = settings.publicHttp.certificates.length > 0 || settings.delegatesDns;
  return {
    ...resolveBootstrapParameters(context),
    ...context.environmentParameters,
    AppDNSName: facts.application.domain ?? '',
    AppDNSDelegationRole: findDelegationRole(context) ?? '',
    CreateHTTPSListener: String(hasPublicHttps),
    CreateInternalHTTPSListener: String(settings.internalHttp.certificates.length > 0),
    ServiceDiscoveryEndpoint: resolveServiceDiscoveryEndpoint(context),
  };
}

export function resolveBootstrapParameters(
  context: Pick<RenderContext, 'facts' | 'application' | 'environment'>,
): Values {
  return {
    AppName: context.application,
    EnvironmentName: context.environment,
    ToolsAccountPrincipalARN: resolveToolsPrincipal(context),
  };
}

function resolveToolsPrincipal({ facts }: Pick<RenderContext, 'facts'>): string {
  const account = facts.application.accountId;
  const partition = findPartition(facts.environment?.region);
  return account === undefined ? '' : `arn:${partition}:iam::${account}:root`;
}

/** The role of the application's account that may write its domain; undefined where there is no domain. */
export function findDelegationRole(
  context: Pick<RenderContext, 'facts' | 'application'>,
): string | undefined {
  const { domain, accountId } = context.facts.application;
  if (!domain || !accountId) return undefined;
  const partition = findPartition(context.facts.environment?.region);
  return `arn:${partition}:iam::${accountId}:role/${context.application}-DNSDelegationRole`;
}

/**
 * A deployed environment keeps its namespace, since changing it would replace every service's registration. One that
 * was deployed before namespaces were per environment has `<app>.local`.
 */
function resolveServiceDiscoveryEndpoint(context: RenderContext): string {
  const { facts, application, environment } = context;
  const deployed = facts.environmentParameters;
  if (deployed?.ServiceDiscoveryEndpoint !== undefined) return deployed.ServiceDiscoveryEndpoint;
  if (facts.environment?.serviceDiscoveryEndpoint) {
    return facts.environment.serviceDiscoveryEndpoint;
  }
  const isNew = deployed === undefined || facts.environment?.version === 'bootstrap';
  return isNew ? `${environment}.${application}.local` : `${application}.local`;
}
