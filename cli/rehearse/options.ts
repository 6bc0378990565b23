import { InvalidArgumentError } from 'commander';
import { DEPLOY_MINUTES, MOST_DEPLOY_MINUTES } from '../../core/deployment/deadline.js';
import { DeploymentOptions } from '../../core/deployment/request.js';

/** Value of `--bake`, in minutes. Throws commander's error, which names the flag. */
export function parseBake(text: string): number {
  const minutes = text.trim() === '' ? Number.NaN : Number(text);
  const parsed = DeploymentOptions.shape.bakeMinutes.safeParse(minutes);
  if (!parsed.success)
    throw new InvalidArgumentError('must be a number of minutes, 0 to 1440 (a day)');
  return minutes;
}

/** Options of a rehearsed deployment: its deadline leaves room for stacks before the bake, however long that is. */
export function planOptions(bakeMinutes: number): DeploymentOptions {
  const deadlineMinutes = Math.min(DEPLOY_MINUTES + bakeMinutes, MOST_DEPLOY_MINUTES);
  return DeploymentOptions.parse({ bakeMinutes, deadlineMinutes });
}
