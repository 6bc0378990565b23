import * as z from 'zod';
import { findDeviations, type ObservedStackState } from '../core/deployment/find-deviations.js';
import type { BundleStack } from '../core/release/release.js';
import { findStack, listStackResources } from './support/aws/cloudformation.js';
import { findService } from './support/aws/ecs.js';
import { fewAtOnce } from './support/deletion/few-at-once.js';
import { detail, getDeployment, patchDeployment } from './support/deployments/deployments.js';
import { CANCELLED } from './support/deployments/stopping.js';
import { note } from './support/deployments/timeline.js';
import { ledger } from './support/ledger/current-ledger.js';
import { stacksToVerify } from './support/rollbacks/restore.js';
import { step } from './support/runtime/handler.js';
import { hasTemplate } from './support/stacks/up-to-date.js';

const Input = z.object({
  deploymentId: z.string(),
  epoch: z.number(),
  against: z.enum(['release', 'previous']),
});

/** Compares what serves now with what the release (or the one before it) says. */
export const handler = step(Input, async ({ deploymentId, epoch, against }) => {
  const deployment = await getDeployment(deploymentId);
  // Not worth looking at; whoever cancels later is heard when the verdict is written.
  if (against === 'release' && detail(deployment, CANCELLED) !== undefined)
    return { kind: 'cancelled', deviations: [] };
  const stacks = await stacksToVerify(deployment, against);
  const accepted = await listAcceptedTemplates(deploymentId);
  const deviations = findDeviations(await fewAtOnce(stacks, (stack) => observe(stack, accepted)));
  await patchDeployment(deploymentId, epoch, { [`deviations-${against}`]: deviations });
  for (const { name, message } of deviations)
    await note(deploymentId, { kind: 'deviation', id: `${against}-${name}-${message}`, message });
  return {
    kind: deviations.length === 0 ? 'as-planned' : 'deviates',
    deviations: deviations.slice(0, 5),
  };
});

/**
 * Hashes of deployed templates in which CloudFormation saw no difference to the wanted ones (`inspect-change-set`): other
 * texts of the same, as Copilot writes them.
 */
async function listAcceptedTemplates(deploymentId: string): Promise<ReadonlySet<string>> {
  const steps = await ledger().steps.list(deploymentId);
  return new Set(steps.flatMap((one) => detail<string>(one, 'sameAs') ?? []));
}

async function observe(
  wanted: BundleStack,
  accepted: ReadonlySet<string>,
): Promise<ObservedStackState> {
  const stack = await findStack(wanted.stackName);
  const base = { name: wanted.name, stackName: wanted.stackName, status: stack?.status };
  if (!stack) return { ...base, hasTemplate: false, service: undefined };
  return {
    ...base,
    hasTemplate: await hasTemplate(wanted.stackName, wanted, accepted),
    service: wanted.kind === 'workload' ? await observeService(wanted.stackName) : undefined,
  };
}

async function observeService(stackName: string): Promise<ObservedStackState['service']> {
  const resources = await listStackResources(stackName);
  const serviceArn = resources.find(
    (resource) => resource.type === 'AWS::ECS::Service',
  )?.physicalId;
  if (!serviceArn) return undefined;
  const expectedTaskDefinition =
    resources.find((resource) => resource.type === 'AWS::ECS::TaskDefinition')?.physicalId ?? '';
  const service = await findService(serviceArn);
  if (!service)
    return {
      expectedTaskDefinition,
      taskDefinition: 'nothing',
      running: 0,
      pending: 0,
      desired: 1,
      rolloutState: '',
    };
  return { expectedTaskDefinition, ...service };
}
