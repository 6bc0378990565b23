import { type StepItem, type StepTarget, toStepItem } from '../../../core/deployment/step-name.js';
import { fewAtOnce } from '../deletion/few-at-once.js';
import { writeStep } from './steps.js';

export type PlannedStep = {
  readonly target: StepTarget;
  /** Names of the steps that must be done before. */
  readonly predecessors: readonly string[];
};

/** Writes the steps of a phase before its first one begins, each with those that come before and after it. */
export function writePlannedSteps(
  deploymentId: string,
  epoch: number,
  planned: readonly PlannedStep[],
): Promise<readonly StepItem[]> {
  const successors = new Map<string, string[]>();
  for (const { target, predecessors } of planned) {
    const { step } = toStepItem(target);
    for (const name of predecessors) successors.set(name, [...(successors.get(name) ?? []), step]);
  }
  return fewAtOnce(planned, async ({ target, predecessors }) => {
    const item = toStepItem(target);
    await writeStep(deploymentId, item.step, epoch, {
      kind: target.kind,
      status: 'pending',
      predecessors,
      successors: successors.get(item.step) ?? [],
      details: { target },
    });
    return item;
  });
}
