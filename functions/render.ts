import * as z from 'zod';
import { assertEpoch } from './support/deployments/deployments.js';
import { renderDeployment } from './support/release/render-deployment.js';
import { step } from './support/runtime/handler.js';

const Input = z.object({ deploymentId: z.string(), epoch: z.number() });

/** Workspace and facts become the immutable release bundle; the plan and its steps are written down. */
export const handler = step(Input, async ({ deploymentId, epoch }) =>
  renderDeployment(await assertEpoch(deploymentId, epoch), epoch),
);
