import type { Conclusion } from '../../../core/deployment/conclude.js';
import type { ManualRollback } from '../../../core/deployment/request.js';
import type { LeftStack } from '../../../core/rollback/plan-restore.js';
import type { EndedStep } from '../../../core/rollback/step-result.js';
import { markRolledBack, putReleaseRecord, refuseContent } from '../alarms/guarding.js';
import { getDeployment } from '../deployments/deployments.js';
import { note } from '../deployments/timeline.js';
import type { Deployment } from '../ledger/deployments.js';

/** What went back because a person asked: every stack of the plan, whichever release had changed it. */
export function listUndone(
  restoreSteps: readonly EndedStep[],
  left: readonly LeftStack[],
): readonly EndedStep[] {
  const stacks = [...restoreSteps, ...left.map((stack) => ({ ...stack, stackName: '' }))];
  return stacks.map(({ name, kind, stackName }) => ({
    name,
    kind,
    stackName,
    result: { kind: 'updated' },
    rootCause: null,
  }));
}

/**
 * Writes what is in place now. A whole release that went back counts as rolled back, and so do those between: the one
 * before them is in place. A workload that went back alone is a release of its own; the others are still in place.
 */
export async function recordManualReturn(
  rollback: Deployment,
  { undone, to, workload }: ManualRollback,
  { verdict, summary }: Pick<Conclusion, 'verdict' | 'summary'>,
): Promise<void> {
  const what = workload ? `${workload} was rolled back` : 'rolled back';
  for (const id of undone) {
    const deployment = await getDeployment(id);
    if (verdict === 'ROLLED_BACK') {
      if (workload) await refuseContent(deployment, summary, to?.releaseId);
      else await markRolledBack(deployment, rollback, summary, to?.releaseId);
    }
    await note(id, {
      kind: 'rolled-back-afterwards',
      message: `${what} by ${rollback.deploymentId}: ${verdict}`,
    });
  }
  if (workload && verdict === 'ROLLED_BACK') await putReleaseRecord(rollback, 'SUCCEEDED');
}
