import { findNow } from '../world.js';
import type { Deployment } from './deploy.js';
import { DeploymentInterrupted } from './deployment-control.js';
import type { FailureCause, RevisionRecord } from './ecs-records.js';
import { addServiceEvent, announceDeployment } from './ecs-world.js';
import { drainOthers } from './roll-out.js';
import { scaleUp } from './scale-up.js';

const REASONS: { readonly [cause in FailureCause]: string } = {
  'circuit-breaker': 'ECS deployment circuit breaker: tasks failed to start.',
  alarm: 'ECS deployment alarms: an alarm went to ALARM state.',
  stopped: 'The service deployment was stopped by the user.',
  hook: 'ECS deployment lifecycle hook: rollback requested.',
  timeout: 'ECS deployment: timed out.',
};

const PREFIXES: { readonly [cause in FailureCause]: string } = {
  'circuit-breaker': 'ECS deployment circuit breaker',
  alarm: 'ECS deployment alarms',
  stopped: 'Service deployment stopped',
  hook: 'ECS deployment lifecycle hook',
  timeout: 'ECS deployment',
};

/** A stop by the user always rolls back; the others only where the configuration says so. */
function mayRollBack({ deployment }: Deployment, cause: FailureCause): boolean {
  const { deploymentCircuitBreaker, alarms } = deployment.configuration;
  if (cause === 'circuit-breaker') return deploymentCircuitBreaker?.rollback ?? false;
  if (cause === 'alarm') return alarms?.rollback ?? false;
  return true;
}

function fail({ ecs, service, deployment }: Deployment, cause: FailureCause): void {
  deployment.rolloutState = 'FAILED';
  deployment.rolloutReason = REASONS[cause];
  deployment.statusReason = REASONS[cause];
  addServiceEvent(
    ecs,
    service,
    `(deployment ${deployment.id}) deployment failed: ${REASONS[cause]}`,
  );
  announceDeployment(ecs, service, deployment, 'FAILED', REASONS[cause]);
}

function finish(
  given: Deployment,
  status: 'STOPPED' | 'ROLLBACK_FAILED' | 'ROLLBACK_SUCCESSFUL',
  reason?: string,
): void {
  given.deployment.status = status;
  given.deployment.finishedAt = findNow(given.ecs.world);
  if (reason) given.deployment.statusReason = reason;
}

/** A service has no circuit breaker on the way back: it gives up after this many failed rounds. */
const ROUNDS = 3;

type Restoration = 'restored' | 'failed' | 'superseded';

async function restore(
  given: Deployment,
  revision: RevisionRecord,
  startedBy: string,
): Promise<Restoration> {
  const { ecs, service, deployment, control } = given;
  let rounds = 0;
  const onFailedTasks = (): void => {
    rounds += 1;
    if (rounds >= ROUNDS) control.interrupt('timeout');
  };
  control.resume();
  try {
    const scaling = { ecs, service, deployment, control, revision, startedBy, onFailedTasks };
    await scaleUp(scaling, service.desiredCount);
    await drainOthers(given, revision);
    return 'restored';
  } catch (error) {
    if (!(error instanceof DeploymentInterrupted)) throw error;
    return error.why === 'superseded' ? 'superseded' : 'failed';
  }
}

/** Ends a deployment that failed; goes back to the last revision that was brought out, if there is one. */
export async function rollBackDeployment(given: Deployment, cause: FailureCause): Promise<void> {
  const { ecs, service, deployment } = given;
  const target = service.completed;
  fail(given, cause);
  if (!mayRollBack(given, cause)) return finish(given, 'STOPPED');
  if (!target)
    return finish(
      given,
      'ROLLBACK_FAILED',
      'There is no completed service revision to roll back to.',
    );
  const id = `ecs-svc/${ecs.world.dice.text(`ecs-svc/${service.name}`, 19, '0123456789')}`;
  deployment.status = 'ROLLBACK_IN_PROGRESS';
  deployment.rollback = {
    id,
    reason: REASONS[cause],
    startedAt: findNow(ecs.world),
    revision: target,
  };
  service.revision = target;
  const reason = `${PREFIXES[cause]}: rolling back to deploymentId ${id}.`;
  addServiceEvent(ecs, service, `rolling back to deployment ${id}.`);
  announceDeployment(ecs, service, { ...deployment, id }, 'IN_PROGRESS', reason);
  const restoration = await restore(given, target, id);
  if (restoration === 'superseded') return finish(given, 'STOPPED');
  if (restoration === 'failed') {
    const why = 'Tasks of the service revision to roll back to failed to start.';
    finish(given, 'ROLLBACK_FAILED', why);
    announceDeployment(ecs, service, { ...deployment, id }, 'FAILED', why);
    return;
  }
  finish(given, 'ROLLBACK_SUCCESSFUL');
  addServiceEvent(ecs, service, 'has reached a steady state.');
  const done = `ECS deployment ${id} completed.`;
  announceDeployment(ecs, service, { ...deployment, id }, 'COMPLETED', done);
}
