import { setTimeout as sleep } from 'node:timers/promises';
import { AutolandError } from '../../core/errors.js';
import type { PlanDocument } from '../../functions/support/plans/describe-plan.js';
import { type ApiClient, ask } from '../api-client.js';
import { uploadWorkspace } from '../deploy/upload-workspace.js';

export type PlanOrder = {
  readonly workspace: string;
  /** Body of the request but for the workspace. */
  readonly body: { readonly [field: string]: unknown };
};

/** Uploads the workspace, asks for the plan and waits until it is there: change sets take some seconds each. */
export async function askForPlan(
  order: PlanOrder,
  { client, pollMs }: { readonly client: ApiClient; readonly pollMs: number },
): Promise<PlanDocument> {
  const workspace = await uploadWorkspace(client, order.workspace);
  const { self } = await ask<{ readonly self: string }>(client, {
    method: 'POST',
    path: '/v1/plans',
    body: { ...order.body, workspace },
  });
  for (;;) {
    const plan = await ask<PlanDocument>(client, { method: 'GET', path: self });
    if (plan.status === 'READY') return plan;
    if (plan.status === 'FAILED')
      throw new AutolandError('InputInvalid', `the plan could not be made: ${plan.failure}`);
    await sleep(pollMs);
  }
}
