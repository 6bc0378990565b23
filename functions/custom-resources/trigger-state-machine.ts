import { SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { customResource } from './support/custom-resource.js';

const sfn = new SFNClient({});
const Properties = z.object({ StateMachineARN: z.string() });

/** Runs an express state machine to its end whenever the resource is created or changed. */
export const handler = customResource(
  Properties,
  async ({ kind, properties, physicalId, logicalId }) => {
    if (kind !== 'Delete') await runToEnd(properties.StateMachineARN);
    return { physicalId: physicalId ?? logicalId };
  },
);

async function runToEnd(stateMachineArn: string): Promise<void> {
  const { status, error, cause } = await sfn.send(
    new StartSyncExecutionCommand({ stateMachineArn }),
  );
  if (status === 'SUCCEEDED') return;
  throw new Error(`state machine ended as ${status}: ${[error, cause].filter(Boolean).join(': ')}`);
}
