import { type Json, type ScheduledTask, StepFunctionsError } from '../api.js';
import { makeUuid, type Random } from './ids.js';
import type { PendingTask } from './pending-task.js';

/** The tokens that were ever given out, and the tasks that still wait under them. */
export class TaskTokens {
  readonly #random: Random;
  readonly #waiting = new Map<string, { task?: ScheduledTask; pending?: PendingTask }>();
  readonly #spent = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  issue(): string {
    const token = `token-${makeUuid(this.#random)}`;
    this.#waiting.set(token, {});
    return token;
  }

  /** From now on the token settles this task. */
  attach(token: string, task: ScheduledTask, pending: PendingTask): void {
    this.#waiting.set(token, { task, pending });
  }

  withdraw(token: string): void {
    if (this.#waiting.delete(token)) this.#spent.add(token);
  }

  listWaiting(): readonly ScheduledTask[] {
    return [...this.#waiting.values()].flatMap(({ task }) => (task ? [task] : []));
  }

  succeed(token: string, output: Json): void {
    this.#get(token).settle({ kind: 'succeed', result: output });
  }

  fail(token: string, error: string | undefined, cause: string | undefined): void {
    this.#get(token).settle({
      kind: 'fail',
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    });
  }

  beat(token: string): void {
    this.#get(token).beat();
  }

  #get(token: string): PendingTask {
    const pending = this.#waiting.get(token)?.pending;
    if (pending && !pending.isOver) return pending;
    if (this.#spent.has(token) || this.#waiting.has(token))
      throw new StepFunctionsError(
        'TaskTimedOut',
        "Task Timed Out: 'Provided task does not exist anymore'",
      );
    throw new StepFunctionsError('InvalidToken', "Invalid Token: 'Invalid token'");
  }
}
