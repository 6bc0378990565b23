import * as z from 'zod';
import { sendSuccess } from './support/aws/executions.js';
import { getDeployment, requestOf } from './support/deployments/deployments.js';
import { askForLease } from './support/lease/ask-for-lease.js';
import { registerWait, subjects } from './support/ledger/waiting.js';
import { now } from './support/runtime/ambient.js';
import { step } from './support/runtime/handler.js';

const Input = z.object({
  action: z.literal('acquire'),
  deploymentId: z.string(),
  /** ARN of the execution that will hold the lease. */
  holder: z.string(),
  /** The epoch under which it has a part of the environment that turned out to be too little; 0: it has nothing yet. */
  outgrown: z.number().default(0),
  taskToken: z.string(),
});

/** Asks for the right to change an environment; answers through the task token, now or when the lease comes free. */
export const handler = step(Input, async ({ deploymentId, holder, outgrown, taskToken }) => {
  const deployment = await getDeployment(deploymentId);
  // Continued from the console after its end: it must not take the environment from others.
  if (deployment.verdict !== null) {
    await sendSuccess(taskToken, { kind: 'ended' });
    return;
  }
  const { application, environment } = deployment;
  await registerWait([subjects.lease(application, environment)], {
    token: taskToken,
    deploymentId,
    step: 'lease',
    kind: 'lease',
    waitsFor: { holder },
  });
  const request = deployment.kind === 'deploy' ? requestOf(deployment) : undefined;
  const answer = await askForLease(
    { application, environment },
    {
      deploymentId,
      holder,
      ...(outgrown === 0 && deployment.claim ? deployment.claim : { scope: 'all' }),
      outgrown,
      priority: deployment.kind === 'rollback' ? 'rollback' : 'deploy',
      // Nobody's newer request takes the place of a deletion or a rollback.
      source: request ? (request.source ?? '') : deploymentId,
      whenTaken: request?.options.whenBusy ?? 'queue',
      at: now(),
    },
  );
  if (answer) await sendSuccess(taskToken, answer);
});
