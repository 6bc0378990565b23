import { detail } from './deployments.js';
import type { Deployment } from './ledger/deployments.js';

/** How stacks of an environment are changed: decided when the release was rendered, the same for all its steps. */
export type StackSettings = {
  /** Bucket that holds templates and assets, in the environment's region. */
  readonly bucket: string;
  /** Copilot's `<app>-<env>-CFNExecutionRole` where the environment has it; CloudFormation acts with it. */
  readonly executionRoleArn?: string;
};

export function getStackSettings(deployment: Deployment): StackSettings {
  const settings = detail<StackSettings>(deployment, 'settings');
  if (!settings) throw new Error(`deployment ${deployment.deploymentId} has no settings`);
  return settings;
}
