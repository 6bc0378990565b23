import * as z from 'zod';
import { recordDeletionEnd } from './support/deletion/record-deletion.js';
import {
  recordNotStarted,
  recordRollbackEnd,
  recordVerdict,
} from './support/deployments/record-end.js';
import { step } from './support/runtime/handler.js';
import { Trouble } from './support/runtime/trouble.js';

const Deployment = z.object({ deploymentId: z.string(), epoch: z.number() });

const Input = z.discriminatedUnion('action', [
  Deployment.extend({
    action: z.literal('verdict'),
    verdict: z.literal('SUCCEEDED').nullable(),
    trouble: Trouble,
  }),
  Deployment.extend({ action: z.literal('rollback-ended'), nested: z.boolean(), trouble: Trouble }),
  Deployment.extend({ action: z.literal('deletion-ended'), trouble: Trouble }),
  z.object({
    action: z.literal('not-started'),
    deploymentId: z.string(),
    reason: z.looseObject({
      kind: z.string(),
      by: z.string().optional(),
      heldBy: z.array(z.string()).optional(),
    }),
  }),
]);

/** Writes down how a deployment ended, and frees whatever waited for that. */
export const handler = step(Input, async (input): Promise<unknown> => {
  switch (input.action) {
    case 'verdict':
      return recordVerdict(input.deploymentId, input.epoch, input.verdict, input.trouble);
    case 'rollback-ended':
      return recordRollbackEnd(input.deploymentId, input.epoch, input.nested, input.trouble);
    case 'deletion-ended':
      return recordDeletionEnd(input.deploymentId, input.epoch, input.trouble);
    case 'not-started':
      return recordNotStarted(input.deploymentId, input.reason);
  }
});
