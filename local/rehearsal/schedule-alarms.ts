import { listWatchedAlarms } from '../../core/deployment/watched-alarms.js';
import { AutolandError } from '../../core/errors.js';
import { getDeployment } from '../../functions/support/deployments/deployments.js';
import { findReleaseOf } from '../../functions/support/release/release-of.js';
import type { FunctionName } from '../../functions/support/runtime/triggers.js';
import type { Mishap } from '../account/mishaps.js';
import type { Runtime } from '../runtime.js';

type TimedMishap = Extract<Mishap, { kind: 'alarm' | 'alarm-after' }>;

export type AlarmSchedule = {
  /** Hooks into the runtime: the story begins when the bake begins, or when success is recorded. */
  readonly onInvoked: (name: FunctionName, event: unknown, result: unknown) => void;
  /** From here on the mishaps are meant for this deployment. */
  follow(runtime: Runtime, deploymentId: string): void;
  /** An alarm fires after success: the rehearsal goes on after the verdict. */
  readonly expectsRollback: boolean;
};

/** Fires the alarms of `alarm:NAME@…` and `alarm-after:NAME@…` so long after the moment they count from. */
export function scheduleAlarms(mishaps: readonly Mishap[]): AlarmSchedule {
  const timed = mishaps.filter(
    (mishap): mishap is TimedMishap => mishap.kind === 'alarm' || mishap.kind === 'alarm-after',
  );
  const pending = new Set(timed);
  let followed: { readonly runtime: Runtime; readonly deploymentId: string } | undefined;
  return {
    expectsRollback: timed.some((mishap) => mishap.kind === 'alarm-after'),
    follow: (runtime, deploymentId) => {
      followed = { runtime, deploymentId };
    },
    onInvoked: (name, event) => {
      if (!followed) return;
      const { runtime, deploymentId } = followed;
      const moment = momentOf(name, event as { readonly [key: string]: unknown }, deploymentId);
      for (const mishap of [...pending].filter((one) => one.kind === moment)) {
        pending.delete(mishap);
        runtime.clock.after(
          mishap.afterMs,
          () => void runtime.clock.track(fire(runtime, deploymentId, mishap)),
        );
      }
    },
  };
}

function momentOf(
  name: FunctionName,
  event: { readonly [key: string]: unknown },
  deploymentId: string,
): TimedMishap['kind'] | undefined {
  if (event.deploymentId !== deploymentId) return undefined;
  if (name === 'watch-alarms' && event.action === 'bake') return 'alarm';
  if (name === 'record' && event.verdict === 'SUCCEEDED') return 'alarm-after';
  return undefined;
}

async function fire(
  runtime: Runtime,
  deploymentId: string,
  { name, kind }: TimedMishap,
): Promise<void> {
  const release = await findReleaseOf(await getDeployment(deploymentId));
  const alarm = release && listWatchedAlarms(release).find((one) => one.workload === name);
  if (!alarm)
    throw new AutolandError(
      'InputInvalid',
      `${kind}:${name}: no alarm guards ${name}; give it deployment.rollback_alarms`,
    );
  runtime.account.alarms.set(
    alarm.name,
    'ALARM',
    'Threshold Crossed: 2 datapoints were greater than or equal to the threshold',
  );
}
