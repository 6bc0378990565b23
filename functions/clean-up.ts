import * as z from 'zod';
import { cleanUp } from './support/deletion/clean-up.js';
import { assertEpoch } from './support/deployments/deployments.js';
import { step } from './support/runtime/handler.js';

const Input = z.object({ deploymentId: z.string(), epoch: z.number() });

/** Images and records that nobody needs when the stacks are gone. */
export const handler = step(Input, async ({ deploymentId, epoch }) =>
  cleanUp(await assertEpoch(deploymentId, epoch), epoch),
);
