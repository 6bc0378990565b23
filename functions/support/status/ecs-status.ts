import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  ListServiceDeploymentsCommand,
  type Service,
  type ServiceDeployment,
} from '@aws-sdk/client-ecs';
import { clusterOf, ecs, unlessGone } from '../aws/ecs.js';

export type EcsStatus = {
  readonly kind: 'ecs';
  readonly arn: string;
  /** ACTIVE or DRAINING. */
  readonly status: string;
  readonly running: number;
  readonly desired: number;
  readonly pending: number;
  readonly taskDefinition: string;
  /** What serves now; null before the first deployment is done. */
  readonly revision: {
    readonly arn: string;
    readonly images: readonly {
      readonly container: string;
      readonly image: string;
      readonly digest: string | null;
    }[];
  } | null;
  /** Of the primary deployment: COMPLETED, IN_PROGRESS or FAILED. */
  readonly rollout: { readonly state: string; readonly reason: string };
  /** The newest service deployment: PENDING, IN_PROGRESS, SUCCESSFUL, ROLLBACK_SUCCESSFUL, … */
  readonly deployment: {
    readonly arn: string;
    readonly status: string;
    readonly reason: string | null;
    readonly startedAt: number | null;
    /** Alarms that stopped it. */
    readonly triggeredAlarms: readonly string[];
  } | null;
};

/** How an ECS service stands; undefined where there is none any more. */
export async function findEcsStatus(serviceArn: string): Promise<EcsStatus | undefined> {
  const [service, deployment] = await Promise.all([
    findService(serviceArn),
    findNewestDeployment(serviceArn),
  ]);
  if (!service) return undefined;
  const primary = service.deployments?.find(({ status }) => status === 'PRIMARY');
  return {
    kind: 'ecs',
    arn: serviceArn,
    status: service.status ?? '',
    running: service.runningCount ?? 0,
    desired: service.desiredCount ?? 0,
    pending: service.pendingCount ?? 0,
    taskDefinition: service.taskDefinition ?? '',
    revision: await findRevision(findServingRevision(service, deployment)),
    rollout: {
      state: primary?.rolloutState ?? '',
      reason: primary?.rolloutStateReason ?? '',
    },
    deployment: deployment ? describeDeployment(deployment) : null,
  };
}

async function findService(serviceArn: string): Promise<Service | undefined> {
  const described = await unlessGone(
    ecs.send(
      new DescribeServicesCommand({ cluster: clusterOf(serviceArn), services: [serviceArn] }),
    ),
  );
  return described?.services?.find(({ status }) => status !== 'INACTIVE');
}

async function findNewestDeployment(serviceArn: string): Promise<ServiceDeployment | undefined> {
  const listed = await unlessGone(
    ecs.send(
      new ListServiceDeploymentsCommand({
        cluster: clusterOf(serviceArn),
        service: serviceArn,
        maxResults: 1,
      }),
    ),
  );
  const arn = listed?.serviceDeployments?.[0]?.serviceDeploymentArn;
  if (!arn) return undefined;
  const { serviceDeployments } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
  );
  return serviceDeployments?.[0];
}

/** ECS names the revisions that are in service; while one takes over from another the first is the one that was there. */
function findServingRevision(
  { currentServiceRevisions = [] }: Service,
  deployment: ServiceDeployment | undefined,
): string | undefined {
  const [current] = currentServiceRevisions;
  if (current?.arn) return current.arn;
  return deployment?.status === 'SUCCESSFUL' ? deployment.targetServiceRevision?.arn : undefined;
}

async function findRevision(arn: string | undefined): Promise<EcsStatus['revision']> {
  if (!arn) return null;
  const { serviceRevisions } = await ecs.send(
    new DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] }),
  );
  const images = serviceRevisions?.[0]?.containerImages ?? [];
  return {
    arn,
    images: images.map(({ containerName = '', image = '', imageDigest }) => ({
      container: containerName,
      image,
      digest: imageDigest ?? null,
    })),
  };
}

function describeDeployment(deployment: ServiceDeployment): NonNullable<EcsStatus['deployment']> {
  const { serviceDeploymentArn = '', status = '', statusReason, startedAt, alarms } = deployment;
  return {
    arn: serviceDeploymentArn,
    status,
    reason: statusReason ?? null,
    startedAt: startedAt?.getTime() ?? null,
    triggeredAlarms: alarms?.triggeredAlarmNames ?? [],
  };
}
