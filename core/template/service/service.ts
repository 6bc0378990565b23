import type { EcsService } from '../../manifest/schema/workload.js';
import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { ref } from '../cloudformation.js';
import { platformVersion } from '../containers/task-definition.js';
import { hasExec } from '../containers/task-role.js';
import type { RenderContext } from '../context.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';
import { properties, unlessEmpty } from '../properties.js';
import { capacityProviders, desiredCount } from './capacity.js';
import { deploymentConfiguration } from './deployment-configuration.js';
import { networkConfiguration } from './network.js';
import { serviceConnectConfiguration } from './service-connect.js';

/** What a service has because of its load balancers and of service discovery. */
export type Traffic = {
  /** Logical ids of listeners and rules: a target group must be in use before tasks are registered in it. */
  readonly dependsOn: readonly string[];
  readonly loadBalancers: readonly CfnObject[];
  /** Seconds; undefined where nothing checks the tasks from outside. */
  readonly gracePeriod: number | undefined;
  readonly serviceRegistries: CfnValue;
};

/** The ECS service of all three service types. */
export function renderService(
  service: EcsService,
  context: RenderContext,
  traffic: Traffic,
): Resource {
  const providers = capacityProviders(service.count);
  const resource: Resource = {
    Type: 'AWS::ECS::Service',
    ...(traffic.dependsOn.length === 0 ? {} : { DependsOn: traffic.dependsOn }),
    Properties: properties({
      PlatformVersion: platformVersion(service.platform),
      Cluster: environmentOutput('ClusterId'),
      TaskDefinition: ref('TaskDefinition'),
      DesiredCount: desiredCount(service, context),
      DeploymentConfiguration: deploymentConfiguration(service, context),
      PropagateTags: 'SERVICE',
      EnableExecuteCommand: hasExec(service) ? true : undefined,
      LaunchType: providers.length === 0 ? 'FARGATE' : undefined,
      CapacityProviderStrategy: unlessEmpty(providers),
      ServiceConnectConfiguration: serviceConnectConfiguration(service, context),
      NetworkConfiguration: networkConfiguration(service.network, context),
      HealthCheckGracePeriodSeconds: traffic.gracePeriod,
      LoadBalancers: unlessEmpty(traffic.loadBalancers),
      ServiceRegistries: traffic.serviceRegistries,
    }),
  };
  const description = 'An ECS service to run and maintain your tasks in the environment cluster';
  return describeResource(description, resource);
}
