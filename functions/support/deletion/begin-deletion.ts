import type { ApprovalRequest } from '../../../core/approval/approval-request.js';
import { describeDeletionApproval } from '../../../core/deletion/deletion-approval.js';
import type { GoingStack, Obstacle } from '../../../core/deletion/deletion-plan.js';
import { DeletionRequest, describeTarget } from '../../../core/deletion/deletion-request.js';
import { describeCommand } from '../../../core/deletion/describe-command.js';
import type { StepItem } from '../../../core/deployment/step-name.js';
import { patchDeployment } from '../deployments/deployments.js';
import { note } from '../deployments/timeline.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { Json } from '../ledger/json.js';
import { createDeletion } from './create-deletion.js';
import { planWholeDeletion } from './plan-application.js';
import { planEnvironmentDeletion } from './plan-environment.js';
import type { DeletionWords } from './record-deletion.js';
import { writeDeleteSteps } from './write-plan.js';

/** What the state machine gets. */
export type BegunDeletion =
  | {
      readonly kind: 'planned';
      /** Asked before anything goes. */
      readonly approval: ApprovalRequest | null;
      /** Deletions of environments, each of its own, that come before the stacks. */
      readonly environments: readonly { readonly deploymentId: string }[];
      /** How many environments may go at once. */
      readonly atOnce: number;
      /** What environments shared is to be emptied, and taken out of its StackSet. */
      readonly hasInfrastructure: boolean;
      readonly stacks: readonly StepItem[];
    }
  | { readonly kind: 'refused' };

/** Environments that are deleted at the same time: each has a Map of its own below it. */
const MOST_AT_ONCE = 10;

/** The ledger's item has 400 KB: of what is only told, so many are kept. */
const MOST_TOLD = 300;

/** Plans again, now that nobody else changes the environment, and writes the steps. */
export async function beginDeletion(deployment: Deployment, epoch: number): Promise<BegunDeletion> {
  const request = DeletionRequest.parse(deployment.request);
  const { target } = request;
  const words: DeletionWords = {
    target: describeTarget(target, deployment),
    command: describeCommand(request, deployment),
  };
  await patchDeployment(deployment.deploymentId, epoch, { words });
  return target.kind === 'application'
    ? beginWhole(deployment, epoch, request)
    : beginEnvironment(deployment, epoch, { ...request, target });
}

async function beginEnvironment(
  deployment: Deployment,
  epoch: number,
  request: Parameters<typeof planEnvironmentDeletion>[0]['request'],
): Promise<BegunDeletion> {
  const { application, environment, deploymentId } = deployment;
  const planned = await planEnvironmentDeletion({ application, environment, request });
  const { plan, cleanUp, absent, images } = planned;
  if (plan.kind === 'refused') return refuse(deployment, epoch, plan.obstacles);
  await patchDeployment(deploymentId, epoch, {
    goes: [...plan.goes],
    stays: [...plan.stays, ...images].slice(0, MOST_TOLD),
    data: plan.data.slice(0, MOST_TOLD),
    cleanUp,
    absent: [...absent],
  });
  const stacks = await writeDeleteSteps(deploymentId, epoch, plan.goes);
  await tellPlan(deployment, plan.goes, plan.stays.length + images.length);
  return {
    kind: 'planned',
    // As part of a whole application it was asked about with it.
    approval: request.partOf ? null : await askAbout(deployment, [environment], plan.goes),
    environments: [],
    atOnce: 1,
    hasInfrastructure: false,
    stacks,
  };
}

async function beginWhole(
  deployment: Deployment,
  epoch: number,
  request: DeletionRequest,
): Promise<BegunDeletion> {
  const { application, deploymentId } = deployment;
  const { plan, cleanUp, stackSet } = await planWholeDeletion(application, request.confirm);
  if (plan.kind === 'refused') return refuse(deployment, epoch, plan.obstacles);
  const environments: { environment: string; deploymentId: string }[] = [];
  for (const environment of plan.environments) {
    const part = await beginPart(deployment, environment);
    environments.push({ environment, deploymentId: part.deploymentId });
  }
  await patchDeployment(deploymentId, epoch, {
    goes: [...plan.goes],
    stays: plan.stays.slice(0, MOST_TOLD),
    data: plan.data.slice(0, MOST_TOLD),
    cleanUp,
    stackSet,
    environments,
  });
  const stacks = await writeDeleteSteps(deploymentId, epoch, plan.goes);
  const going = [...plan.contents, ...plan.goes];
  await tellPlan(deployment, going, plan.stays.length);
  return {
    kind: 'planned',
    approval: await askAbout(deployment, plan.environments, going),
    environments: environments.map((part) => ({ deploymentId: part.deploymentId })),
    atOnce: plan.isIndependent ? MOST_AT_ONCE : 1,
    hasInfrastructure: stackSet !== null || plan.goes.some(({ name }) => name === 'infrastructure'),
    stacks,
  };
}

/** Where nothing goes any more, nobody needs to be asked. */
async function askAbout(
  deployment: Deployment,
  environments: readonly string[],
  goes: readonly GoingStack[],
): Promise<ApprovalRequest | null> {
  if (goes.length === 0) return null;
  const { application, request } = deployment;
  const isProtected = await Promise.all(
    environments.map((environment) => ledger().protection.find({ application, environment })),
  );
  return describeDeletionApproval(
    describeTarget(DeletionRequest.parse(request).target, deployment),
    environments.filter((_, index) => isProtected[index]),
    goes.map(({ stackName }) => stackName),
  );
}

/** One environment of the application: a deletion of its own, under its own lease; the same one however often asked. */
async function beginPart(whole: Deployment, environment: string): Promise<Deployment> {
  const { application, deploymentId } = whole;
  const outcome = await createDeletion(
    { application, environment },
    DeletionRequest.parse({
      target: { kind: 'environment' },
      cascade: true,
      confirm: [environment],
      partOf: deploymentId,
    }),
    `part/${deploymentId}/${environment}`,
  );
  if (outcome.kind === 'conflict')
    throw new Error(`deletion ${outcome.deploymentId} was made for another request`);
  const { deployment } = outcome;
  await note(deployment.deploymentId, {
    kind: 'accepted',
    message: `part of the deletion of application ${application} (${deploymentId})`,
  });
  await note(deploymentId, {
    kind: 'part',
    id: environment,
    message: `environment ${environment} is deleted by ${deployment.deploymentId}`,
  });
  return deployment;
}

async function refuse(
  { deploymentId }: Deployment,
  epoch: number,
  obstacles: readonly Obstacle[],
): Promise<BegunDeletion> {
  const reason = obstacles.map(({ message }) => message).join('; ');
  const told: Json = obstacles.slice(0, MOST_TOLD).map((one) => ({ ...one, by: [...one.by] }));
  await patchDeployment(deploymentId, epoch, { refused: { reason }, obstacles: told });
  return { kind: 'refused' };
}

async function tellPlan(
  { deploymentId, ...deployment }: Deployment,
  goes: readonly GoingStack[],
  staying: number,
): Promise<void> {
  const target = describeTarget(DeletionRequest.parse(deployment.request).target, deployment);
  const names = goes.map(({ stackName }) => stackName).join(', ');
  const things = staying === 1 ? '1 resource stays' : `${staying} resources stay`;
  const stays = staying > 0 ? `; ${things}` : '';
  await note(deploymentId, {
    kind: 'deletion-planned',
    message:
      goes.length > 0 ? `deletes ${names}${stays}` : `no stack of ${target} is there any more`,
  });
}
