import type { DeploymentRecord, FailureCause, ServiceRecord } from './ecs-records.js';
import type { EcsWorld } from './ecs-world.js';

/** Ends a deployment from within its waits. */
export class DeploymentInterrupted extends Error {
  readonly why: FailureCause | 'superseded';

  constructor(why: FailureCause | 'superseded') {
    super(why);
    this.why = why;
  }
}

export type DeploymentControl = {
  /** Rejects with DeploymentInterrupted when the deployment is interrupted first. */
  sleep(ms: number): Promise<void>;
  wait<T>(promise: Promise<T>): Promise<T>;
  interrupt(why: FailureCause | 'superseded'): void;
  /** Forgets the interruption: for the way back, which may be interrupted in its turn. */
  resume(): void;
};

const SLOW_FACTOR = 10;

const stretch = (ecs: EcsWorld, service: ServiceRecord, ms: number): number =>
  ecs.world.mishaps.hits('slow', service.owner) ? ms * SLOW_FACTOR : ms;

export function createControl(ecs: EcsWorld, service: ServiceRecord): DeploymentControl {
  let reason: FailureCause | 'superseded' | undefined;
  const waiting = new Set<(error: DeploymentInterrupted) => void>();
  const wait = <T>(promise: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (reason) return reject(new DeploymentInterrupted(reason));
      waiting.add(reject);
      promise.then(resolve, reject).finally(() => waiting.delete(reject));
    });
  return {
    wait,
    sleep: async (ms) => {
      let cancel = (): void => undefined;
      const timer = new Promise<void>((resolve) => {
        cancel = ecs.world.clock.after(stretch(ecs, service, ms), resolve);
      });
      await wait(timer).catch((error) => {
        cancel();
        throw error;
      });
    },
    interrupt: (why) => {
      if (reason) return;
      reason = why;
      for (const reject of [...waiting]) reject(new DeploymentInterrupted(why));
    },
    resume: () => {
      reason = undefined;
    },
  };
}

const MINUTE_MS = 60_000;
const DEFAULT_BAKE_MS = 3 * MINUTE_MS;

/** What ECS derives from the alarms: the time that the slowest of them needs to speak. */
function findBakeMs(ecs: EcsWorld, names: readonly string[]): number {
  const times = names.flatMap((name) => {
    const alarm = ecs.alarms.alarms.get(name);
    if (!alarm) return [];
    const { EvaluationPeriods, Period } = alarm.configuration;
    const seconds = Number(EvaluationPeriods) * Number(Period);
    return Number.isFinite(seconds) && seconds > 0 ? [seconds * 1000] : [DEFAULT_BAKE_MS];
  });
  return Math.max(0, ...times);
}

export type AlarmWatch = { readonly bakeMs: number; readonly stop: () => void };

/**
 * Watches `deploymentConfiguration.alarms` for the length of a deployment. When one of them is in ALARM at the start
 * none is watched, so that a fix can be brought out (ECS developer guide, deployment-alarm-failure).
 */
export function watchAlarms(
  ecs: EcsWorld,
  deployment: DeploymentRecord,
  control: DeploymentControl,
): AlarmWatch {
  const { alarms } = deployment;
  // Nothing says that ECS hears composite alarms, so nobody is to rely on it.
  const names = alarms.names.filter((name) => !ecs.alarms.alarms.get(name)?.rule);
  const isFiring = names.some((name) => ecs.alarms.alarms.get(name)?.state === 'ALARM');
  if (alarms.status === 'DISABLED' || isFiring) {
    alarms.status = 'DISABLED';
    return { bakeMs: 0, stop: () => undefined };
  }
  const stop = ecs.alarms.watch(({ name, state }) => {
    if (state !== 'ALARM' || !names.includes(name)) return;
    alarms.triggered.push(name);
    alarms.status = 'TRIGGERED';
    control.interrupt('alarm');
  });
  return { bakeMs: findBakeMs(ecs, names), stop };
}
