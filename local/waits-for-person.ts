import type { FunctionName } from '../functions/support/runtime/triggers.js';
import type { ScheduledTask, StepFunctions } from './asl/api.js';
import type { VirtualClock } from './clock.js';

const ASKS: FunctionName = 'approvals';

/** Tasks of these go on when another deployment or stack has ended: no time of their own passes. */
const FOLLOW: readonly FunctionName[] = ['lease', 'rollback', 'await-predecessors'];

/**
 * Is a person asked, and nothing else under way? All that simulated time could bring then is that the question expires:
 * hours of it are seconds of the person's.
 */
export function waitsForPerson(engine: StepFunctions, clock: VirtualClock): boolean {
  if (clock.isWorking()) return false;
  const waiting = engine.listWaitingTasks().flatMap(listFunctions);
  return waiting.includes(ASKS) && waiting.every((name) => name === ASKS || FOLLOW.includes(name));
}

/** The function behind a task; none where it waits for an execution that it has started, which has tasks of its own. */
function listFunctions({ input }: ScheduledTask): readonly FunctionName[] {
  const { FunctionName: arn } = input as { readonly FunctionName?: string };
  return arn === undefined ? [] : [arn.slice(arn.lastIndexOf(':') + 1) as FunctionName];
}
