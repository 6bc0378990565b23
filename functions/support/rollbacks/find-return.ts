import type { RollbackOrder } from '../../../core/deployment/request.js';
import { AutolandError } from '../../../core/errors.js';
import { decideReturn, describePlace, type FoundReturn } from './decide-return.js';
import { findObstacles } from './find-obstacles.js';
import { createReader } from './plan-manual-return.js';
import { listHistory } from './release-history.js';

/**
 * From what to what a person goes back, and by which steps. Throws `NotFound` where there is no such release, and
 * `Conflict` where the way back is not there: nothing before, bundle or images gone.
 */
export async function findReturn(order: RollbackOrder): Promise<FoundReturn> {
  const { application, environment, workload } = order;
  const key = { application, environment };
  const found = await decideReturn(order, await listHistory(key, workload), createReader(key));
  if (found.kind === 'impossible') {
    const name = found.why === 'unknown' ? 'NotFound' : 'Conflict';
    throw new AutolandError(name, `${describePlace(order)}: ${found.reason}`, found);
  }
  const obstacles = await findObstacles(key, found.plan);
  if (obstacles.length > 0) {
    throw new AutolandError(
      'Conflict',
      `${describePlace(order)}: the way back to ${found.to?.releaseId ?? 'what was there before'} is not there: ${obstacles.join('; ')}`,
      { instructions: ['choose another release: autoland releases', 'or deploy its commit again'] },
    );
  }
  return found;
}
