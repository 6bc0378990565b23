import {
  decideStart,
  type StartDecision,
  type StartPolicy,
} from '../../../core/deployment/decide-start.js';
import type { DeploymentOptions } from '../../../core/deployment/request.js';
import { fewAtOnce } from '../deletion/few-at-once.js';
import { detail, getDeployment } from '../deployments/deployments.js';
import { findStopReason } from '../deployments/stopping.js';
import { note } from '../deployments/timeline.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { Step } from '../ledger/steps.js';
import { answerWait, registerWait, subjects } from '../ledger/waiting.js';
import type { Wait } from '../ledger/waits.js';
import { slots } from '../stacks/current-slots.js';
import { poolOf, takeSlot } from '../stacks/operation-slots.js';
import { recordSkip } from './skip-steps.js';

/**
 * What the step may do now. Only its own predecessors are read, and the one step that failed: a release of hundreds of
 * stacks would otherwise read all of them whenever one ends.
 */
export async function decideFor(deployment: Deployment, step: Step): Promise<StartDecision> {
  const [before, failed] = await Promise.all([
    readPredecessors(deployment.deploymentId, step),
    readFailed(deployment),
  ]);
  return decideStart(step, [...before, ...failed], policyOf(deployment, step));
}

function policyOf(deployment: Deployment, { name }: Step): StartPolicy {
  return {
    onStepFailure: findFailurePolicy(deployment, name),
    stopped: findStopReason(deployment, name),
  };
}

const AT_ONCE = 25;

/** As far as the first ones that are open: more is not needed to know that the step has to wait. */
async function readPredecessors(
  deploymentId: string,
  { predecessors }: Step,
): Promise<readonly Step[]> {
  const read: Step[] = [];
  for (let start = 0; start < predecessors.length; start += AT_ONCE) {
    const names = predecessors.slice(start, start + AT_ONCE);
    const found = await Promise.all(names.map((name) => ledger().steps.find(deploymentId, name)));
    read.push(...found.flatMap((step) => step ?? []));
    if (read.some(({ endedAt }) => endedAt === null)) break;
  }
  return read;
}

/** The step that was written down as failed, as it stands now. */
async function readFailed(deployment: Deployment): Promise<readonly Step[]> {
  const name = detail<string>(deployment, 'failedStep');
  const step = name && (await ledger().steps.find(deployment.deploymentId, name));
  return step ? [step] : [];
}

/** Parsed when the request was accepted: the schema of requests is too large for what is asked at each step. */
function findFailurePolicy(
  { kind, request }: Deployment,
  step: string,
): StartPolicy['onStepFailure'] {
  // What somebody still imports from stays; the rest goes.
  if (step.startsWith('delete/')) return 'continue';
  // The way back goes on whatever fails on it: each stack that can be restored is restored.
  if (kind !== 'deploy' || !step.startsWith('deploy/')) return 'ignore';
  const { options } = request as { readonly options?: Partial<DeploymentOptions> };
  return options?.onStepFailure ?? 'stop';
}

/** Answers those who wait for this step and can be told to start or to skip now. */
export async function wakeSuccessors(deployment: Deployment, { successors }: Step): Promise<void> {
  await fewAtOnce(successors, (name) => settleStep(deployment, name));
}

/** Answers every step of the deployment that waits and can be told to start or to skip now. */
export async function wakeSteps(deploymentId: string): Promise<void> {
  const [deployment, steps] = await Promise.all([
    getDeployment(deploymentId),
    ledger().steps.list(deploymentId),
  ]);
  const open = steps.filter(({ endedAt }) => endedAt === null);
  await fewAtOnce(open, (step) =>
    tellDecision(deployment, step, decideStart(step, steps, policyOf(deployment, step))),
  );
}

/** The same for one step. */
export async function settleStep(deployment: Deployment, name: string): Promise<void> {
  const step = await ledger().steps.find(deployment.deploymentId, name);
  if (step) await tellDecision(deployment, step, await decideFor(deployment, step));
}

async function tellDecision(
  deployment: Deployment,
  step: Step,
  decision: StartDecision,
): Promise<void> {
  if (decision.kind === 'wait') return;
  const subject = subjects.step(deployment.deploymentId, step.name);
  const waits = await ledger().waits.listBySubject(subject);
  if (waits.length === 0) return;
  if (decision.kind === 'skip' || (await takeSlot(deployment, step.name))) {
    await answer(deployment, step, decision, waits);
    return;
  }
  for (const { token } of waits) await queueForSlot(deployment, step.name, token);
  await grantSlots(poolOf(deployment));
}

async function answer(
  deployment: Deployment,
  step: Step,
  decision: StartDecision,
  waits: readonly Wait[],
): Promise<void> {
  for (const wait of waits) {
    const answered = await answerWait(wait, decision);
    if (answered && decision.kind === 'skip') await skipStep(deployment, step, decision.reason);
  }
}

/** Puts a step that could start behind those that wait for other operations in the account to end. */
export async function queueForSlot(
  deployment: Deployment,
  step: string,
  token: string,
): Promise<void> {
  const { deploymentId } = deployment;
  const wait = { token, deploymentId, step, kind: 'slot', waitsFor: null };
  const { slots: queue, step: own } = subjects;
  await registerWait([own(deploymentId, step), queue(poolOf(deployment))], wait);
  await note(deploymentId, {
    kind: 'operation-queued',
    step,
    message: 'waits until fewer stacks of the account are being changed',
  });
}

/** Starts those who wait for their turn in the account, as many as may: ways back first, then in the order in which they came. */
export async function grantSlots(pool: string): Promise<void> {
  const waits = await ledger().waits.listBySubject(subjects.slots(pool));
  const rank = ({ step }: Wait): number => (step.startsWith('restore/') ? 0 : 1);
  for (const wait of waits.toSorted((one, other) => rank(one) - rank(other))) {
    const deployment = await getDeployment(wait.deploymentId);
    const step = await ledger().steps.find(wait.deploymentId, wait.step);
    // Told already where it was found under the step itself.
    if (step?.endedAt !== null) {
      await ledger().waits.take(wait);
      continue;
    }
    const decision = await decideFor(deployment, step);
    if (decision.kind === 'wait') continue;
    if (decision.kind === 'start' && !(await takeSlot(deployment, step.name))) return;
    await answer(deployment, step, decision, [wait]);
    const own = subjects.step(wait.deploymentId, wait.step);
    await ledger().waits.take({ subject: own, token: wait.token });
  }
}

/** Frees the place of a step, or of all that a deployment has left, for those who wait. */
export async function freeSlots(deployment: Deployment, step?: string): Promise<void> {
  const { deploymentId } = deployment;
  const owner = step === undefined ? { deploymentId } : { deploymentId, step };
  const pool = poolOf(deployment);
  if (await slots().free(pool, owner)) await grantSlots(pool);
}

/** Writes down that the step does not start, and tells those who wait for it. */
export async function skipStep(deployment: Deployment, step: Step, reason: string): Promise<void> {
  await recordSkip(deployment, step, reason);
  await wakeSuccessors(deployment, step);
}
