import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  ListServiceDeploymentsCommand,
  type Service,
} from '@aws-sdk/client-ecs';
import { clusterOf, ecs, unlessGone } from './ecs.js';

export type ServiceTrouble = {
  /** Why targets were unhealthy, in ECS's words about the load balancer's checks. */
  readonly unhealthyTargets: readonly string[];
  readonly targetGroups: readonly string[];
  readonly alarms: readonly string[];
};

/** `(service x) (port 80) is unhealthy in (target-group arn) due to (reason Health checks failed with these codes: [502])` */
const UNHEALTHY = /is unhealthy in \(?target-group \S+\)? due to \(reason (?<reason>.+?)\)\.?$/;

/** What the service itself says of its trouble: its messages since then, and the alarms that stopped its deployment. */
export async function findServiceTrouble(
  serviceArn: string,
  sinceMs: number,
): Promise<ServiceTrouble> {
  const [service, alarms] = await Promise.all([
    findRawService(serviceArn),
    listTriggeredAlarms(serviceArn, sinceMs),
  ]);
  const messages = (service?.events ?? [])
    .filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= sinceMs)
    .flatMap(({ message }) => UNHEALTHY.exec(message ?? '')?.groups?.reason ?? []);
  return {
    alarms,
    unhealthyTargets: [...new Set(messages)],
    targetGroups: (service?.loadBalancers ?? []).flatMap(
      ({ targetGroupArn }) => targetGroupArn ?? [],
    ),
  };
}

async function findRawService(serviceArn: string): Promise<Service | undefined> {
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster: clusterOf(serviceArn), services: [serviceArn] }),
  );
  return services?.[0];
}

/** The deployment that failed, those of CloudFormation's way back, and some more. */
const RECENT = 5;

/** Alarms that stopped deployments of the service since then. */
async function listTriggeredAlarms(
  serviceArn: string,
  sinceMs: number,
): Promise<readonly string[]> {
  const listed = await unlessGone(
    ecs.send(
      new ListServiceDeploymentsCommand({
        cluster: clusterOf(serviceArn),
        service: serviceArn,
        maxResults: RECENT,
      }),
    ),
  );
  const arns = (listed?.serviceDeployments ?? [])
    .filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= sinceMs)
    .flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []);
  if (arns.length === 0) return [];
  const { serviceDeployments: described = [] } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: arns }),
  );
  return [...new Set(described.flatMap(({ alarms }) => alarms?.triggeredAlarmNames ?? []))];
}
