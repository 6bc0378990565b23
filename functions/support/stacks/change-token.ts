import { clientToken } from '../../../core/deployment/client-token.js';
import { isMakingAlarms } from '../alarms/alarms-ahead.js';
import { detail } from '../deployments/deployments.js';
import type { Step } from '../ledger/steps.js';
import type { StepInput } from '../steps/step-input.js';

/** A way back that an alarm broke off is gone once more, as another change; this is how often at most. */
export const MOST_ATTEMPTS = 3;

/** Which attempt at its change the step is at, from 1. */
export const findAttempt = (step: Step): number => detail<number>(step, 'attempt') ?? 1;

/** Token of the change that the step makes now: also the name of its change set. */
export function changeToken({ deploymentId, epoch, step: name }: StepInput, step: Step): string {
  if (isMakingAlarms(step)) return alarmsToken(deploymentId, epoch, name);
  const attempt = findAttempt(step);
  return clientToken(deploymentId, epoch, attempt === 1 ? name : `${name}-${attempt}`);
}

/** Token of the change that makes a stack's alarms, before the step's own. */
export const alarmsToken = (deploymentId: string, epoch: number, step: string): string =>
  clientToken(deploymentId, epoch, `${step}-alarms`);
