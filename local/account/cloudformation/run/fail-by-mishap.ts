import { handlerFailure, type ResourceRequest } from '../resources/provider.js';
import { fingerprint } from '../stack-records.js';
import type { Run } from './run.js';

/** Only root stacks are meant by name. */
const identityOf = ({ stack, target }: Run) => ({ stackName: stack.name, tags: target.tags });

/** As resource handlers say it of a service that refuses what it is asked for; whose words follow. */
const FAILURE = 'Invalid request provided: simulated failure of this resource (mishap)';
const ROLLBACK_FAILURE =
  'Invalid request provided: simulated failure of the rollback of this resource (mishap)';

/**
 * `stack-failure` and `rollback-failure`: the last resource that the operation changes fails, so that there is
 * something to roll back. What was never complete before fails; what was, is spared, so that the
 * way back works.
 */
export function failByMishap(request: ResourceRequest): void {
  const { run, logicalId } = request;
  if (run.stack.parentId !== undefined) return;
  const { mishaps } = run.engine.world;
  const identity = identityOf(run);
  const isMeant =
    mishaps.hits('stack-failure', identity) || mishaps.hits('rollback-failure', identity);
  if (!isMeant || run.lastChange !== logicalId) return;
  if (run.stack.proven.has(fingerprint(run.target))) return;
  throw handlerFailure(request, FAILURE, 'InvalidRequest');
}

/** `rollback-failure`: the resource that failed cannot be put back or deleted by a rollback either. */
export function failRollbackByMishap(request: ResourceRequest): void {
  const { run, logicalId } = request;
  if (run.stack.parentId !== undefined || run.operation.type === 'DELETE_STACK') return;
  if (!run.engine.world.mishaps.hits('rollback-failure', identityOf(run))) return;
  if (run.lastChange !== logicalId) return;
  throw handlerFailure(request, ROLLBACK_FAILURE, 'InvalidRequest');
}
