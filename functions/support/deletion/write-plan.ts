import type { GoingStack } from '../../../core/deletion/deletion-plan.js';
import { type StepItem, stepName } from '../../../core/deployment/step-name.js';
import { writePlannedSteps } from '../steps/plan-steps.js';

/** Writes a step for every stack that is to go, each with those that must be gone before. */
export function writeDeleteSteps(
  deploymentId: string,
  epoch: number,
  goes: readonly GoingStack[],
): Promise<readonly StepItem[]> {
  const names = new Map(
    goes.map(({ kind, name, stackName }) => [stackName, stepName('delete', kind, name)]),
  );
  return writePlannedSteps(
    deploymentId,
    epoch,
    goes.map(({ kind, name, stackName, predecessors }) => ({
      target: { phase: 'delete', kind, name, stackName, bundleKey: null },
      predecessors: predecessors.flatMap((other) => names.get(other) ?? []),
    })),
  );
}
