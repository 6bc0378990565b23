import * as z from 'zod';
import { getDeployment } from './support/deployments/deployments.js';
import { beginRollback } from './support/rollbacks/begin-rollback.js';
import { decideAboutRollback } from './support/rollbacks/decide-about-rollback.js';
import { step } from './support/runtime/handler.js';
import { Trouble } from './support/runtime/trouble.js';

const Input = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('decide'),
    deploymentId: z.string(),
    epoch: z.number(),
    trouble: Trouble,
  }),
  z.object({
    action: z.literal('begin'),
    deploymentId: z.string(),
    /** 0: the lease is not held yet. */
    epoch: z.number(),
    /** ARN of the execution that will hold the lease. */
    holder: z.string(),
    taskToken: z.string(),
  }),
]);

/** Decides whether a failed release goes back, and begins the way back. */
export const handler = step(Input, async (input) => {
  if (input.action === 'begin') return beginRollback(input);
  const decision = await decideAboutRollback(await getDeployment(input.deploymentId), input.epoch);
  return { kind: decision.kind };
});
