import * as z from 'zod';
import { listWatchedAlarms } from '../core/deployment/watched-alarms.js';
import { recordBaseline, settleBake } from './support/alarms/alarm-watch.js';
import {
  assertEpoch,
  detail,
  patchDeployment,
  requestOf,
} from './support/deployments/deployments.js';
import { note } from './support/deployments/timeline.js';
import { registerWait, subjects } from './support/ledger/waiting.js';
import { findReleaseOf } from './support/release/release-of.js';
import { step } from './support/runtime/handler.js';

const Input = z.discriminatedUnion('action', [
  z.object({ action: z.literal('snapshot'), deploymentId: z.string(), epoch: z.number() }),
  z.object({
    action: z.literal('bake'),
    deploymentId: z.string(),
    epoch: z.number(),
    /** When the bake state was entered; the same for each time that it looks again. */
    startedAt: z.iso.datetime(),
    taskToken: z.string(),
  }),
]);

/** Alarm states before the first change, and the bake afterwards. */
export const handler = step(Input, async (input) => {
  if (input.action === 'snapshot') return recordBaseline(input.deploymentId, input.epoch);
  return startBake(input.deploymentId, input.epoch, Date.parse(input.startedAt), input.taskToken);
});

async function startBake(
  deploymentId: string,
  epoch: number,
  startedAt: number,
  taskToken: string,
): Promise<void> {
  const deployment = await assertEpoch(deploymentId, epoch);
  const { bakeMinutes } = requestOf(deployment).options;
  const until = startedAt + bakeMinutes * 60_000;
  const release = await findReleaseOf(deployment);
  const alarms = release ? listWatchedAlarms(release).map((alarm) => alarm.name) : [];
  if (!detail(deployment, 'bake')) {
    await patchDeployment(deploymentId, epoch, { bake: { startedAt, until, alarms } });
    await note(deploymentId, { kind: 'bake-started', message: describeBake(bakeMinutes, alarms) });
  }
  const wait = {
    token: taskToken,
    deploymentId,
    step: 'bake',
    kind: 'bake',
    until,
    waitsFor: { alarms },
  };
  // Under its own subject too, so that the janitor ends a bake without alarms.
  const bake = subjects.bake(deploymentId);
  await registerWait([bake, ...alarms.map(subjects.alarm)], wait);
  await settleBake({ subject: bake, token: taskToken, deploymentId, until });
}

function describeBake(minutes: number, alarms: readonly string[]): string {
  if (alarms.length === 0) return `bakes for ${minutes} minutes; no alarm guards this release`;
  return `bakes for ${minutes} minutes under ${alarms.join(', ')}`;
}
