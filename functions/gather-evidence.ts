import * as z from 'zod';
import { findServiceTrouble } from './support/aws/ecs-services.js';
import { listStoppedTasks } from './support/aws/ecs-tasks.js';
import { listUnhealthyReasons } from './support/aws/elb.js';
import { ledger } from './support/ledger/current-ledger.js';
import { stackNameOf } from './support/ledger/waiting.js';
import { atDeployment } from './support/places/of-deployment.js';
import { step } from './support/runtime/handler.js';

const Event = z.object({ resources: z.array(z.string()).min(1) });

/**
 * ECS has given up a service deployment. What its tasks and its load balancer say is noted with the step that waits for
 * the stack, now: until CloudFormation has gone back, unhealthy targets are deregistered and a new service is deleted.
 */
export const handler = step(Event, async ({ resources: [serviceArn = ''] }): Promise<void> => {
  const serviceName = serviceArn.split('/').at(-1) ?? '';
  const waits = (await ledger().waits.listAll()).filter(({ kind, subject }) => {
    const stackName = stackNameOf(subject);
    // CloudFormation names a service after its stack and logical id.
    return kind === 'stack' && stackName && serviceName.startsWith(`${stackName}-Service-`);
  });
  for (const { deploymentId, step: name } of waits) {
    const own = await ledger().steps.find(deploymentId, name);
    if (!own || own.endedAt !== null) continue;
    const evidence = await atDeployment(deploymentId, () => gather(serviceArn, own.startedAt ?? 0));
    await ledger().steps.upsert(deploymentId, name, own.epoch, {
      details: { evidence: JSON.parse(JSON.stringify(evidence)) },
    });
  }
});

async function gather(serviceArn: string, since: number) {
  const [stoppedTasks, trouble] = await Promise.all([
    listStoppedTasks(serviceArn, undefined, since),
    findServiceTrouble(serviceArn, since),
  ]);
  const unhealthyTargets = [
    ...trouble.unhealthyTargets,
    ...(await listUnhealthyReasons(trouble.targetGroups)),
  ];
  return { stoppedTasks, unhealthyTargets, alarms: trouble.alarms };
}
