import * as z from 'zod';
import { settleBake } from './support/alarms/alarm-watch.js';
import { followGuards } from './support/alarms/guarding.js';
import { settleInFlight } from './support/alarms/watch-in-flight.js';
import type { ApprovalWait } from './support/approvals/answer-approval.js';
import { settleApproval } from './support/approvals/ask-approval.js';
import { concludeDead } from './support/deployments/dead.js';
import { ledger } from './support/ledger/current-ledger.js';
import { subjects } from './support/ledger/waiting.js';
import { step } from './support/runtime/handler.js';
import { settleStackWaits } from './support/stacks/stack-waits.js';

const Event = z.discriminatedUnion('detail-type', [
  z.object({
    'detail-type': z.literal('CloudFormation Stack Status Change'),
    detail: z.object({ 'stack-id': z.string() }),
  }),
  z.object({
    'detail-type': z.literal('CloudWatch Alarm State Change'),
    detail: z.object({ alarmName: z.string() }),
  }),
  z.object({
    'detail-type': z.literal('Step Functions Execution Status Change'),
    detail: z.object({ executionArn: z.string() }),
  }),
]);

/** An event is a hint to look: each branch reads the truth from the service before it decides. */
export const handler = step(Event, async (event): Promise<void> => {
  switch (event['detail-type']) {
    case 'CloudFormation Stack Status Change':
      // arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>
      return settleStackWaits(event.detail['stack-id'].split('/')[1] ?? '');
    case 'CloudWatch Alarm State Change':
      return onAlarm(event.detail.alarmName);
    case 'Step Functions Execution Status Change':
      return concludeDead(event.detail.executionArn);
  }
});

async function onAlarm(alarmName: string): Promise<void> {
  const waits = await ledger().waits.listBySubject(subjects.alarm(alarmName));
  for (const wait of waits.filter((one) => one.kind === 'bake')) await settleBake(wait);
  for (const wait of waits.filter((one) => one.kind === 'approval'))
    await settleApproval((wait.waitsFor as ApprovalWait).approvalId);
  for (const wait of waits.filter((one) => one.kind === 'in-flight'))
    await settleInFlight(wait.deploymentId);
  await followGuards(alarmName);
}
