import type { GoingStack } from '../../../core/deletion/deletion-plan.js';
import {
  type StepItem,
  type StepTarget,
  stepName,
  toStepItem,
} from '../../../core/deployment/step-name.js';
import { writeStep } from '../steps.js';
import { fewAtOnce } from './few-at-once.js';

/** Writes a step for every stack that is to go, each with those that must be gone before. */
export async function writeDeleteSteps(
  deploymentId: string,
  epoch: number,
  goes: readonly GoingStack[],
): Promise<readonly StepItem[]> {
  const names = new Map(
    goes.map(({ kind, name, stackName }) => [stackName, stepName('delete', kind, name)]),
  );
  return fewAtOnce(goes, async ({ kind, name, stackName, predecessors }) => {
    const target: StepTarget = { phase: 'delete', kind, name, stackName, bundleKey: null };
    const item = toStepItem(target);
    await writeStep(deploymentId, item.step, epoch, {
      kind,
      status: 'pending',
      predecessors: predecessors.flatMap((other) => names.get(other) ?? []),
      details: { target },
    });
    return item;
  });
}
