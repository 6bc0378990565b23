import { describeDecision } from '../../../core/approval/describe-decision.js';
import {
  concludeDeletion,
  type DeletionEnding,
  type LeftThing,
} from '../../../core/deletion/conclude-deletion.js';
import type { GoingStack } from '../../../core/deletion/deletion-plan.js';
import { hasEnvironment, type RemovedStack } from '../../../core/release/without-stacks.js';
import type { Verdict } from '../../../core/verdict.js';
import { listApprovalsOf } from '../approvals/find-approvals.js';
import { detail, getDeployment } from '../deployments/deployments.js';
import { confirmEnd, finish, type RecordedEnd } from '../deployments/record-end.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import { now } from '../runtime/ambient.js';
import { describeTrouble, type Trouble } from '../runtime/trouble.js';
import { listEndedSteps } from '../steps/ended-steps.js';
import { listPartsLeft } from './parts-left.js';
import type { CleanUp } from './plan-environment.js';
import { findStatuses } from './stack-statuses.js';

export type DeletionEnd = RecordedEnd & { readonly kind: 'gone' | 'not-gone' };

/** What a deletion is called, written down when it is planned. */
export type DeletionWords = Pick<DeletionEnding, 'target' | 'command'>;

const UNPLANNED: DeletionWords = { target: 'what was to go', command: 'the same request again' };

/** How a deletion went, by what is there now. Releases and guards stop counting on what is gone. */
export async function recordDeletionEnd(
  deploymentId: string,
  epoch: number,
  trouble: Trouble,
): Promise<DeletionEnd> {
  const deployment = await getDeployment(deploymentId);
  if (deployment.verdict !== null) {
    const end = await confirmEnd(deployment, deployment.verdict);
    return { kind: toKind(end.verdict), ...end };
  }
  const goes = detail<readonly GoingStack[]>(deployment, 'goes');
  const refused =
    detail<{ reason: string }>(deployment, 'refused')?.reason ?? (await findRejection(deployment));
  const [live, steps, parts] = await Promise.all([
    findStatuses(goes ?? []),
    listEndedSteps(deploymentId, 'delete'),
    listPartsLeft(deployment),
  ]);
  const conclusion = concludeDeletion({
    goes,
    steps,
    live,
    otherLeft: live.size + parts.left.length > 0 ? parts.left : listUncleaned(deployment),
    hasOtherGone: parts.hasGone,
    refused,
    trouble: describeTrouble(trouble),
    ...(detail<DeletionWords>(deployment, 'words') ?? UNPLANNED),
  });
  const absent = detail<readonly RemovedStack[]>(deployment, 'absent') ?? [];
  const removed = refused ? [] : [...absent, ...conclusion.removed];
  await forget(deployment, removed);
  const { verdict, summary, rootCause, left } = conclusion;
  // Were it kept, the next environment of that name would be protected without anybody having said so.
  if (verdict === 'SUCCEEDED' && hasEnvironment(removed))
    await ledger().protection.set(deployment, false, now());
  const end = await finish(deployment, epoch, verdict, summary, {
    rootCause,
    left: [...left],
    removed,
  });
  return { kind: toKind(end.verdict), ...end };
}

const toKind = (verdict: Verdict): DeletionEnd['kind'] =>
  verdict === 'SUCCEEDED' ? 'gone' : 'not-gone';

/** In whose words a person, or the passing of time, said no to the deletion. */
async function findRejection(deployment: Deployment): Promise<string | undefined> {
  const approvals = await listApprovalsOf(deployment);
  const rejection = approvals.find(({ decision }) => decision?.approved === false)?.decision;
  return rejection ? describeDecision(rejection) : undefined;
}

/** Images and records wait for the stacks: only when those are gone are they left behind. */
function listUncleaned(deployment: Deployment): readonly LeftThing[] {
  const planned = detail<CleanUp>(deployment, 'cleanUp');
  const cleaned = detail<{ kept: readonly string[] }>(deployment, 'cleaned');
  if (!planned) return [];
  const left = cleaned
    ? cleaned.kept
    : [...planned.repositories.map((name) => `images of ${name}`), ...planned.records];
  return left.map((name) => ({
    name,
    stackName: null,
    reason: `${name} ${cleaned ? 'could not be deleted' : 'not deleted yet'}`,
    nextStep: 'go on with the deletion',
  }));
}

/** A later rollback must not bring back what was deleted on purpose. */
async function forget(deployment: Deployment, removed: readonly RemovedStack[]): Promise<void> {
  if (removed.length === 0) return;
  const { application, environment, deploymentId, epoch } = deployment;
  await ledger().removals.put(
    { application, environment },
    { deploymentId, epoch, at: now(), removed },
  );
  const isGone = (workload: string): boolean =>
    hasEnvironment(removed) ||
    removed.some(({ kind, name }) => kind === 'workload' && name === workload);
  const guards = await ledger().guards.listAll();
  for (const guard of guards) {
    const isOurs = guard.application === application && guard.environment === environment;
    if (isOurs && isGone(guard.workload)) await ledger().guards.clear(guard);
  }
}
