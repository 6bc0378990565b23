import type { Gate } from '../../../core/plan/list-gates.js';
import type { StackDiff } from '../../../core/plan/stack-diff.js';
import type { StackFinding, StackPlan } from '../../../core/plan/stack-plan.js';
import type { StackKey } from '../../../core/release/stack-key.js';
import type { Reversibility } from '../../../core/rollback/reversibility.js';
import { findObject, putObject } from '../aws/artifacts.js';

/** What comparing templates says of each stack, written before CloudFormation is asked. */
export type ForecastFile = { readonly diffs: { readonly [stack: StackKey]: StackDiff } };

/** What is answered in the end. */
export type PlanFile = {
  readonly releaseId: string;
  readonly previousRelease: string | null;
  readonly wayBack: Reversibility;
  readonly stacks: readonly StackPlan[];
  readonly gates: readonly Gate[];
  readonly warnings: readonly string[];
};

/** Plans lie below a prefix of their own, whose objects S3 deletes after 30 days. */
export const planKeys = {
  forecast: (planId: string): string => `plans/${planId}/forecast.json`,
  finding: (planId: string, stack: string): string => `plans/${planId}/${stack}.json`,
  plan: (planId: string): string => `plans/${planId}/plan.json`,
} as const;

export async function putFile(
  key: string,
  content: ForecastFile | PlanFile | StackFinding,
): Promise<void> {
  await putObject({ key, body: new TextEncoder().encode(JSON.stringify(content)) });
}

/** What was written under this key by `putFile`; undefined where nothing was. */
export async function findFile<T extends ForecastFile | PlanFile | StackFinding>(
  key: string,
): Promise<T | undefined> {
  const bytes = await findObject(key);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as T);
}
