import { handlerFailure, type ResourceRequest } from '../resources/provider.js';
import { fingerprint, type StackRecord } from '../stack-records.js';
import type { Run } from './run.js';

const identityOf = (run: Run) => ({
  stackName: rootOf(run).name,
  tags: run.target.tags,
});

function rootOf({ engine, stack }: Run): StackRecord {
  return engine.stacks.byId.get(stack.rootId) ?? stack;
}

/** The last resource that the operation plans to touch: by then there is something to roll back. */
const findVictim = (run: Run): string | undefined => [...run.planned].at(-1);

/**
 * `stack-failure` and `rollback-failure`: what was never complete before fails; what was, is spared, so that the
 * way back works.
 */
export function failByMishap(request: ResourceRequest): void {
  const { run, logicalId } = request;
  if (run.stack.parentId !== undefined) return;
  const { mishaps } = run.engine.world;
  const identity = identityOf(run);
  const isMeant =
    mishaps.hits('stack-failure', identity) || mishaps.hits('rollback-failure', identity);
  if (!isMeant || findVictim(run) !== logicalId) return;
  if (run.stack.proven.has(fingerprint(run.target))) return;
  throw handlerFailure(request, 'Simulated failure of this resource (mishap)', 'InternalFailure');
}

/** `rollback-failure`: the resource that failed cannot be put back or deleted by a rollback either. */
export function failRollbackByMishap(request: ResourceRequest): void {
  const { run, logicalId } = request;
  if (run.stack.parentId !== undefined || run.operation.type === 'DELETE_STACK') return;
  if (!run.engine.world.mishaps.hits('rollback-failure', identityOf(run))) return;
  if (findVictim(run) !== logicalId) return;
  throw handlerFailure(
    request,
    'Simulated failure of the rollback of this resource (mishap)',
    'InternalFailure',
  );
}
