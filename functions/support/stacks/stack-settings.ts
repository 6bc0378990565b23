import type { Facts } from '../../../core/facts/facts.js';
import { artifactBucket } from '../aws/artifacts.js';
import { detail } from '../deployments/deployments.js';
import type { Deployment } from '../ledger/deployments.js';
import { findPlaceBucket } from '../places/place-bucket.js';

/** How stacks of an environment are changed: decided when the release was rendered, the same for all its steps. */
export type StackSettings = {
  /** Bucket that holds the templates, in the environment's region. */
  readonly bucket: string;
  /** Copilot's `<app>-<env>-CFNExecutionRole` where the environment has it; CloudFormation acts with it. */
  readonly executionRoleArn?: string;
};

/** Templates are in a bucket of Autoland's, whatever the application has for what they refer to. */
export async function describeStackSettings({ environment }: Facts): Promise<StackSettings> {
  const { executionRoleArn } = environment ?? {};
  return { bucket: await findPlaceBucket(), ...(executionRoleArn ? { executionRoleArn } : {}) };
}

/** Where files are that templates refer to: the application's own bucket where it has one. */
export function findFilesBucket({ environment }: Facts): string {
  return environment?.artifactBucket ?? artifactBucket();
}

export function getStackSettings(deployment: Deployment): StackSettings {
  const settings = detail<StackSettings>(deployment, 'settings');
  if (!settings) throw new Error(`deployment ${deployment.deploymentId} has no settings`);
  return settings;
}
