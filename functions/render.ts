import * as z from 'zod';
import { assertEpoch } from './support/deployments.js';
import { step } from './support/handler.js';
import { renderDeployment } from './support/render-deployment.js';

const Input = z.object({ deploymentId: z.string(), epoch: z.number() });

/** Workspace and facts become the immutable release bundle; the plan and its steps are written down. */
export const handler = step(Input, async ({ deploymentId, epoch }) =>
  renderDeployment(await assertEpoch(deploymentId, epoch), epoch),
);
