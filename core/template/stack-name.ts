import type { RenderContext } from './context.js';

// CloudFormation's limit. Copilot cuts names at deployment but not when it deletes; here one function names stacks.
const LONGEST_NAME = 128;

export function workloadStackName(
  context: Pick<RenderContext, 'application' | 'environment'>,
  workload: string,
): string {
  return `${context.application}-${context.environment}-${workload}`.slice(0, LONGEST_NAME);
}
