import { withImportedNetwork } from '../../addons/imported-network.js';
import type { Environment } from '../../manifest/schema/environment.js';
import type { RenderedStack } from '../../release/release.js';
import type { CfnObject, Template } from '../cloudformation.js';
import { ref } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { describeResource } from '../description.js';
import { objectUrl } from '../s3-location.js';
import { renderStackTags } from '../stack-tags.js';
import { renderAccessLogsBucket } from './access-logs.js';
import { renderAppRunnerEndpoint } from './app-runner-endpoint.js';
import { renderCdn } from './cdn.js';
import { renderCluster } from './cluster.js';
import { renderDelegatedDns } from './delegated-dns.js';
import { REGIONAL_CONFIGS } from './elb-accounts.js';
import { renderFileSystem } from './file-system.js';
import { renderFlowLogs } from './flow-logs.js';
import { renderInternalLoadBalancer } from './internal-load-balancer.js';
import { renderOutputs } from './outputs.js';
import { resolveParameters } from './parameter-values.js';
import { ENVIRONMENT_CONDITIONS, ENVIRONMENT_PARAMETERS } from './parameters.js';
import { renderPublicLoadBalancer } from './public-load-balancer.js';
import { resolveEnvironment } from './resolve-environment.js';
import { type RoleSettings, renderRoles } from './roles.js';
import { renderEnvironmentSecurityGroup } from './security-groups.js';
import type { EnvironmentSettings } from './settings.js';
import { renderManagedVpc } from './vpc.js';

/** The stack `<app>-<env>`: network, cluster, shared load balancers, domain, CDN and the shared addons. */
export function renderEnvironment(manifest: Environment, context: RenderContext): RenderedStack {
  const settings: EnvironmentSettings = {
    ...resolveEnvironment(manifest, context),
    addons: resolveAddons(context),
  };
  return {
    kind: 'environment',
    name: context.environment,
    type: 'Environment',
    stackName: `${context.application}-${context.environment}`,
    template: renderTemplate(settings, context),
    parameters: resolveParameters(settings, context),
    tags: renderStackTags(context),
    assets: context.uploadsAssets ? (context.addons?.assets ?? []) : [],
    after: [],
    images: [],
    alarms: { created: [], named: [] },
  };
}

function renderTemplate(settings: EnvironmentSettings, context: RenderContext): Template {
  return {
    Description: 'The environment: what its workloads share.',
    Metadata: {
      Version: context.facts.templateVersion ?? '',
      Manifest: context.manifestText,
    },
    Parameters: ENVIRONMENT_PARAMETERS,
    Conditions: ENVIRONMENT_CONDITIONS,
    ...(ownsAccessLogsBucket(settings) ? { Mappings: REGIONAL_CONFIGS } : {}),
    Resources: renderResources(settings, context),
    Outputs: renderOutputs(settings),
  };
}

function renderResources(
  settings: EnvironmentSettings,
  context: RenderContext,
): Template['Resources'] {
  const { vpc, cdn, addons, flowLogRetention, publicHttp } = settings;
  return {
    ...renderRoles(resolveRoles(settings)),
    ...(ownsAccessLogsBucket(settings)
      ? renderAccessLogsBucket(settings, publicHttp.accessLogs?.prefix, context)
      : {}),
    ...(cdn === undefined ? {} : renderCdn(settings, cdn, context)),
    ...(vpc.kind === 'managed' ? renderManagedVpc(vpc) : {}),
    ...renderCluster(settings),
    ...renderEnvironmentSecurityGroup(settings),
    ...renderPublicLoadBalancer(settings),
    ...renderInternalLoadBalancer(settings),
    ...renderFileSystem(settings),
    ...(publicHttp.certificates.length === 0 ? renderDelegatedDns(settings, context) : {}),
    ...(vpc.kind === 'managed' ? renderAppRunnerEndpoint(settings, vpc) : {}),
    ...(flowLogRetention === undefined ? {} : renderFlowLogs(settings, flowLogRetention)),
    ...(addons === undefined ? {} : renderAddons(addons, vpc)),
  };
}

function ownsAccessLogsBucket({ publicHttp: { accessLogs } }: EnvironmentSettings): boolean {
  return accessLogs !== undefined && accessLogs.bucket === undefined;
}

function resolveRoles(settings: EnvironmentSettings): RoleSettings {
  const { publicHttp, internalHttp, cdn } = settings;
  return {
    artifacts: settings.artifacts,
    permissionsBoundary: settings.permissionsBoundary,
    certificates: [
      ...publicHttp.certificates,
      ...internalHttp.certificates,
      ...(cdn?.certificate === undefined ? [] : [cdn.certificate]),
    ],
    ownsAccessLogsBucket: ownsAccessLogsBucket(settings),
  };
}

function resolveAddons({ addons, facts }: RenderContext): EnvironmentSettings['addons'] {
  if (addons === undefined) return undefined;
  const { artifactBucket = '', region } = facts.environment ?? {};
  return {
    url: objectUrl(artifactBucket, region, addons.templateKey),
    parameters: addons.parameters,
  };
}

function renderAddons(
  addons: { url: string; parameters: CfnObject },
  vpc: EnvironmentSettings['vpc'],
): Template['Resources'] {
  const parameters =
    vpc.kind === 'imported' ? withImportedNetwork(addons.parameters, vpc) : addons.parameters;
  return {
    AddonsStack: describeResource('A nested stack with the addons of the environment', {
      Type: 'AWS::CloudFormation::Stack',
      Properties: {
        Parameters: { App: ref('AppName'), Env: ref('EnvironmentName'), ...parameters },
        TemplateURL: addons.url,
      },
    }),
  };
}
