import { sendSuccess } from '../aws/executions.js';
import { now } from '../runtime/ambient.js';
import { ledger } from './current-ledger.js';
import type { Wait } from './waits.js';

export type NewWait = Omit<Wait, 'registeredAt'>;

/**
 * Stores a task token under everything that may end the wait. Register first, look at the truth afterwards: an event
 * that comes in between then finds the token.
 */
export async function registerWait(
  subjects: readonly string[],
  wait: Omit<NewWait, 'subject'>,
): Promise<void> {
  const registeredAt = now();
  await Promise.all(
    subjects.map((subject) => ledger().waits.put({ ...wait, subject, registeredAt })),
  );
}

/**
 * Ends a wait with a result. Of several wakers exactly one takes the token. The token is taken before it is answered:
 * should the waker die in between, the task's heartbeat lapses and the state looks again by itself.
 */
export async function answerWait(
  wait: Pick<Wait, 'subject' | 'token'>,
  output: unknown,
): Promise<boolean> {
  if (!(await ledger().waits.take(wait))) return false;
  return sendSuccess(wait.token, output);
}

/** Drops what is left of the waits of a deployment that has its verdict. */
export async function clearWaits(deploymentId: string): Promise<void> {
  const left = await ledger().waits.listByDeployment(deploymentId);
  await Promise.all(left.map((wait) => ledger().waits.take(wait)));
}

export const subjects = {
  stack: (stackName: string): string => `stack/${stackName}`,
  alarm: (alarmName: string): string => `alarm/${alarmName}`,
  lease: (application: string, environment: string): string =>
    `lease/${application}/${environment}`,
  step: (deploymentId: string, name: string): string => `step/${deploymentId}/${name}`,
  slots: (pool: string): string => `slots/${pool}`,
  approval: (approvalId: string): string => `approval/${approvalId}`,
  /** Tasks that wait for all of several stacks are found under this too. */
  settled: (deploymentId: string): string => `settled/${deploymentId}`,
  bake: (deploymentId: string): string => `bake/${deploymentId}`,
} as const;

/** The stack that a `stack/…` subject names; undefined for other subjects. */
export function stackNameOf(subject: string): string | undefined {
  return subject.startsWith('stack/') ? subject.slice('stack/'.length) : undefined;
}
