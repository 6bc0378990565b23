import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { placed } from '../places/placed-client.js';

export const ecs = placed((config) => new ECSClient(config));

export type ServiceView = {
  readonly serviceArn: string;
  readonly taskDefinition: string;
  readonly running: number;
  /** Tasks that start. */
  readonly pending: number;
  readonly desired: number;
  /** COMPLETED, IN_PROGRESS or FAILED: of the primary deployment. */
  readonly rolloutState: string;
  readonly rolloutReason: string;
  /** More than one while old tasks still run. */
  readonly deployments: number;
};

/** The service by its ARN, which names its cluster: `arn:…:service/<cluster>/<service>`. */
export async function findService(serviceArn: string): Promise<ServiceView | undefined> {
  const cluster = clusterOf(serviceArn);
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster, services: [serviceArn] }),
  );
  const service = services?.[0];
  if (!service || service.status === 'INACTIVE') return undefined;
  const primary = service.deployments?.find((deployment) => deployment.status === 'PRIMARY');
  return {
    serviceArn,
    taskDefinition: service.taskDefinition ?? '',
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    desired: service.desiredCount ?? 0,
    rolloutState: primary?.rolloutState ?? '',
    rolloutReason: primary?.rolloutStateReason ?? '',
    deployments: service.deployments?.length ?? 0,
  };
}

/** `arn:…:service/<cluster>/<service>` -> cluster */
export const clusterOf = (serviceArn: string): string => serviceArn.split('/').at(-2) ?? '';

const GONE = new Set([
  'ServiceNotFoundException',
  'ServiceNotActiveException',
  'ClusterNotFoundException',
]);

/** Undefined where the service or its cluster is gone by now. */
export async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && GONE.has(error.name)) return undefined;
    throw error;
  }
}
