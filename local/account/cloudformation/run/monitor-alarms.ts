import type { Run } from './run.js';

const MINUTE_MS = 60_000;

const findTriggers = (run: Run): readonly string[] =>
  (run.target.rollbackConfiguration.RollbackTriggers ?? []).flatMap(({ Arn }) => Arn ?? []);

const nameOf = (arn: string): string => arn.replace(/^.*:alarm:/, '');

/**
 * Rollback triggers: an alarm that goes to ALARM between here and the end of the monitoring time stops the run. One
 * that was in ALARM before does nothing until it leaves and comes back. A trigger that does not exist fails the
 * operation. Returns the function that ends the watch.
 */
export function watchTriggers(run: Run): () => void {
  const arns = findTriggers(run);
  const missing = arns.find((arn) => !run.engine.alarms.alarms.has(nameOf(arn)));
  if (missing) {
    run.stop(`Rollback trigger ${missing} does not exist.`);
    return () => undefined;
  }
  return run.engine.alarms.watch(({ arn, state }) => {
    if (state === 'ALARM' && arns.includes(arn)) {
      run.stop(`The following rollback trigger(s) went to ALARM state: [${arn}].`);
    }
  });
}

/** Waits for MonitoringTimeInMinutes; true unless the run was stopped meanwhile. */
export async function monitor(run: Run): Promise<boolean> {
  const minutes = run.target.rollbackConfiguration.MonitoringTimeInMinutes ?? 0;
  if (minutes === 0) return !run.isStopped;
  // The wait is the same for slow stacks: it is CloudFormation's, not a resource's.
  let cancel = (): void => undefined;
  const timer = new Promise<void>((resolve) => {
    cancel = run.engine.world.clock.after(minutes * MINUTE_MS, resolve);
  });
  try {
    await run.orStop(timer);
    return true;
  } catch {
    cancel();
    return false;
  }
}
