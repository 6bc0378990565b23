import * as z from 'zod';
import { noticePauses } from './support/approvals/notice-pause.js';
import { listServicesThatMayPause } from './support/approvals/services-that-may-pause.js';
import { step } from './support/runtime/handler.js';

const Event = z.object({
  resources: z.array(z.string()).default([]),
  /** Absent for the schedule. ECS names the service here where the resource is the deployment. */
  detail: z.object({ serviceArn: z.string().optional() }).default({}),
  'detail-type': z.string().default(''),
});

/**
 * ECS holds a service deployment at a lifecycle stage, or does not any more: an event tells of one service, the schedule
 * looks at all that may be held, for events get lost. Either way the truth is read from ECS.
 */
export const handler = step(Event, async (event): Promise<void> => {
  const isTold = event['detail-type'].startsWith('ECS ');
  const services = isTold
    ? [event.detail.serviceArn ?? event.resources[0] ?? '']
    : await listServicesThatMayPause();
  for (const serviceArn of services) await noticePauses(serviceArn);
});
