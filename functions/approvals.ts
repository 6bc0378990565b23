import * as z from 'zod';
import { askApproval } from './support/approvals/ask-approval.js';
import { assertEpoch } from './support/deployments/deployments.js';
import { step } from './support/runtime/handler.js';

const Input = z.object({
  deploymentId: z.string(),
  epoch: z.number(),
  /** Absent: the deployment itself, before its first change. */
  step: z.string().optional(),
  approval: z.object({
    kind: z.string(),
    question: z.string(),
    data: z.record(z.string(), z.unknown()).default({}),
    until: z.number().optional(),
  }),
  taskToken: z.string(),
});

/** Asks a person; answers through the task token when somebody decides, an alarm fires, or time is up. */
export const handler = step(
  Input,
  async ({ deploymentId, epoch, step: name = null, approval: request, taskToken }) => {
    await assertEpoch(deploymentId, epoch);
    const place = { deploymentId, step: name };
    const { approvalId } = await askApproval({ place, epoch, request, taskToken });
    return { approvalId };
  },
);
