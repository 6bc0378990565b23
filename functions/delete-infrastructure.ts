import * as z from 'zod';
import { deleteInfrastructure } from './support/deletion/infrastructure.js';
import { assertEpoch } from './support/deployments/deployments.js';
import { step } from './support/runtime/handler.js';

const Input = z.object({ deploymentId: z.string(), epoch: z.number() });

/** Empties what an application's environments shared and takes it out of its StackSet; `StackBusy`: look again. */
export const handler = step(Input, async ({ deploymentId, epoch }) =>
  deleteInfrastructure(await assertEpoch(deploymentId, epoch), epoch),
);
