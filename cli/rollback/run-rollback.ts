import type * as z from 'zod';
import type { RollbackOrder } from '../../core/deployment/request.js';
import type { DeploymentDocument } from '../../functions/support/deployments/document.js';
import type { ReturnPreview } from '../../functions/support/rollbacks/describe-return.js';
import { type ApiClient, ask } from '../api-client.js';
import type { Asker } from '../asker.js';
import { EXIT_CODES } from '../exit-codes.js';
import { followDeployment } from '../follow-deployment.js';
import { formatEnd } from '../format-deployment.js';
import { formatReturn } from './format-return.js';

export type RollbackCall = {
  readonly body: z.input<typeof RollbackOrder>;
  readonly idempotencyKey: string;
  readonly dryRun: boolean;
  /** Nobody is asked. */
  readonly yes: boolean;
  readonly json: boolean;
};

export type RollbackTools = {
  readonly client: ApiClient;
  readonly asker: Asker;
  readonly print: (line: string) => void;
  /** Milliseconds between two looks at a rollback that runs. */
  readonly pollMs: number;
};

/** Shows what would go back, asks, goes back, and follows it to its end. The exit code: 0 when everything is back. */
export async function runRollback(call: RollbackCall, tools: RollbackTools): Promise<number> {
  const { client, asker, print } = tools;
  const path = '/v1/rollbacks';
  const request = { method: 'POST', body: call.body } as const;
  const { plan } = await ask<{ readonly plan: ReturnPreview }>(client, {
    ...request,
    path: `${path}?dryRun=true`,
  });
  if (call.dryRun || !call.json) print(call.json ? toJson(plan) : formatReturn(plan));
  if (call.dryRun) return 0;
  if (!call.yes && !(await asker.confirm({ flag: '--yes', message: 'Go back?' }))) {
    print('nothing was changed');
    return EXIT_CODES.CANCELLED;
  }
  // What was shown is what happens: should something else be in place by now, it is refused.
  const { id } = await ask<{ readonly id: string }>(client, {
    ...request,
    body: {
      ...call.body,
      from: plan.from.deployment,
      ...(plan.to ? { to: plan.to.deployment } : {}),
    },
    path,
    headers: { 'idempotency-key': call.idempotencyKey },
  });
  if (!call.json) print(`Rollback ${id}`);
  const silent = { ...tools, print: () => undefined };
  const code = await followDeployment(id, call.json ? silent : tools);
  const document = await ask<DeploymentDocument>(client, {
    method: 'GET',
    path: `/v1/deployments/${id}`,
  });
  print(call.json ? toJson(document) : formatEnd(document));
  return document.verdict === 'ROLLED_BACK' ? 0 : code;
}

const toJson = (value: unknown): string => JSON.stringify(value, null, 2);
