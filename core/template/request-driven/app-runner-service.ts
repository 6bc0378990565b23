import { resolveHttpHealthCheck } from '../../manifest/resolve/health-checks.js';
import { snakeCase } from '../../manifest/resolve/names.js';
import type { RequestDrivenWebService } from '../../manifest/schema/request-driven-web-service.js';
import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { getAtt, ref, sub, when } from '../cloudformation.js';
import { environmentVariable, manifestVariables } from '../containers/environment-variables.js';
import type { RenderContext } from '../context.js';
import { describeResource } from '../description.js';
import { topicArnsJson } from '../messaging/topics.js';
import { properties, unlessEmpty } from '../properties.js';
import { findPlacement } from './placement.js';
import { isPrivate } from './private-ingress.js';
import { hasTracing } from './roles.js';
import { renderSecrets } from './secrets.js';
import { renderServiceTags } from './service-tags.js';

export function renderService(manifest: RequestDrivenWebService, context: RenderContext): Resource {
  return describeResource('An App Runner service to run and manage your containers', {
    Type: 'AWS::AppRunner::Service',
    Properties: properties({
      ServiceName: sub('${AppName}-${EnvName}-${WorkloadName}'),
      SourceConfiguration: renderSource(manifest, context),
      InstanceConfiguration: {
        Cpu: ref('InstanceCPU'),
        Memory: ref('InstanceMemory'),
        InstanceRoleArn: getAtt('InstanceRole', 'Arn'),
      },
      HealthCheckConfiguration: hasHealthCheck(manifest) ? healthCheck : undefined,
      NetworkConfiguration: renderNetwork(manifest, context),
      ObservabilityConfiguration: hasTracing(manifest) ? observability : undefined,
      AutoScalingConfigurationArn:
        manifest.count === undefined
          ? undefined
          : sub(
              `arn:\${AWS::Partition}:apprunner:\${AWS::Region}:\${AWS::AccountId}:autoscalingconfiguration/${manifest.count}`,
            ),
      Tags: renderServiceTags(manifest.tags),
    }),
  });
}

function renderSource(manifest: RequestDrivenWebService, context: RenderContext): CfnObject {
  return {
    AuthenticationConfiguration: when('NeedsAccessRole', {
      AccessRoleArn: getAtt('AccessRole', 'Arn'),
    }),
    AutoDeploymentsEnabled: false,
    ImageRepository: {
      ImageIdentifier: ref('ContainerImage'),
      ImageRepositoryType: ref('ImageRepositoryType'),
      ImageConfiguration: properties({
        Port: ref('ContainerPort'),
        RuntimeEnvironmentSecrets: unlessEmpty(renderSecrets(manifest, context)),
        RuntimeEnvironmentVariables: renderVariables(manifest, context),
        StartCommand: manifest.command === '' ? undefined : manifest.command,
      }),
    },
  };
}

function renderVariables(
  manifest: RequestDrivenWebService,
  context: RenderContext,
): readonly CfnObject[] {
  const topics = topicArnsJson(manifest.publish, manifest.name, context);
  const endpoint = context.facts.environment?.serviceDiscoveryEndpoint ?? '';
  return [
    environmentVariable('COPILOT_APPLICATION_NAME', ref('AppName')),
    environmentVariable('COPILOT_ENVIRONMENT_NAME', ref('EnvName')),
    environmentVariable('COPILOT_SERVICE_NAME', ref('WorkloadName')),
    // Names of the private namespace resolve only for a service that sends its traffic into the VPC.
    ...(findPlacement(manifest, context.facts) === undefined
      ? []
      : [environmentVariable('COPILOT_SERVICE_DISCOVERY_ENDPOINT', endpoint)]),
    ...(topics === undefined ? [] : [environmentVariable('COPILOT_SNS_TOPIC_ARNS', topics)]),
    ...manifestVariables(manifest.variables),
    ...renderAddonVariables(context),
  ];
}

/** App Runner injects a secret's value; its ARN comes beside it as `<NAME>_ARN`. */
function renderAddonVariables(context: RenderContext): readonly CfnObject[] {
  const outputs = context.addons?.outputs ?? [];
  const outputValue = (name: string): CfnValue => getAtt('AddonsStack', `Outputs.${name}`);
  const plain = outputs.filter(({ kind }) => kind === 'plain' || kind === 'security-group');
  const secrets = outputs.filter(({ kind }) => kind === 'secret');
  return [
    ...plain.map(({ name }) => environmentVariable(snakeCase(name), outputValue(name))),
    ...secrets.map(({ name }) => environmentVariable(`${snakeCase(name)}_ARN`, outputValue(name))),
  ];
}

function hasHealthCheck(manifest: RequestDrivenWebService): boolean {
  const check = resolveHttpHealthCheck(manifest.http?.healthcheck);
  return Object.values(check).some((value) => value !== undefined);
}

const fromParameter = (name: string): CfnValue => when(`Has${name}`, ref(name));

const healthCheck: CfnObject = {
  Path: fromParameter('HealthCheckPath'),
  Protocol: 'HTTP',
  Interval: fromParameter('HealthCheckInterval'),
  Timeout: fromParameter('HealthCheckTimeout'),
  HealthyThreshold: fromParameter('HealthCheckHealthyThreshold'),
  UnhealthyThreshold: fromParameter('HealthCheckUnhealthyThreshold'),
};

function renderNetwork(manifest: RequestDrivenWebService, { facts }: RenderContext): CfnObject {
  const isInVpc = findPlacement(manifest, facts) !== undefined;
  return {
    EgressConfiguration: isInVpc
      ? { EgressType: 'VPC', VpcConnectorArn: ref('VpcConnector') }
      : { EgressType: 'DEFAULT' },
    ...(isPrivate(manifest) ? { IngressConfiguration: { IsPubliclyAccessible: false } } : {}),
  };
}

// The default configuration for X-Ray, which App Runner has in every account.
const observability: CfnObject = {
  ObservabilityEnabled: true,
  ObservabilityConfigurationArn: sub(
    'arn:aws:apprunner:${AWS::Region}:${AWS::AccountId}:observabilityconfiguration/DefaultConfiguration/1/00000000000000000000000000000001',
  ),
};
