import * as z from 'zod';
import { beginDeletion } from './support/deletion/begin-deletion.js';
import { assertEpoch } from './support/deployments/deployments.js';
import { step } from './support/runtime/handler.js';

const Input = z.object({ deploymentId: z.string(), epoch: z.number() });

/** What goes, what stays, who is in the way; the steps are written down, and nothing is changed. */
export const handler = step(Input, async ({ deploymentId, epoch }) =>
  beginDeletion(await assertEpoch(deploymentId, epoch), epoch),
);
