import { ListServiceDeploymentsCommand, StopServiceDeploymentCommand } from '@aws-sdk/client-ecs';
import { clusterOf, ecs, unlessGone } from './ecs.js';

/** What StopServiceDeployment still stops. Source: ECS developer guide, stop-service-deployment. */
const STOPPABLE = ['PENDING', 'IN_PROGRESS'] as const;

/** Has ECS take back what it is bringing out of the service. */
export async function stopServiceDeployments(serviceArn: string): Promise<void> {
  const listed = await unlessGone(
    ecs.send(
      new ListServiceDeploymentsCommand({
        cluster: clusterOf(serviceArn),
        service: serviceArn,
        status: [...STOPPABLE],
      }),
    ),
  );
  const arns = (listed?.serviceDeployments ?? []).flatMap(
    ({ serviceDeploymentArn }) => serviceDeploymentArn ?? [],
  );
  for (const serviceDeploymentArn of arns) await stopOne(serviceDeploymentArn);
}

/** It has ended, or goes back already, since it was listed. */
const TOO_LATE = new Set(['ConflictException', 'ServiceDeploymentNotFoundException']);

async function stopOne(serviceDeploymentArn: string): Promise<void> {
  try {
    await ecs.send(
      new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }),
    );
  } catch (error) {
    if (!(error instanceof Error && TOO_LATE.has(error.name))) throw error;
  }
}
