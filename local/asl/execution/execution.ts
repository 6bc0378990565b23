import type { Clock } from '../../clock.js';
import type {
  ExecutionDescription,
  ExecutionStatus,
  HistoryEvent,
  Json,
  JsonObject,
} from '../api.js';
import type { Machine } from '../definition/machine.js';
import type { StateFailure } from './failure.js';
import { MAX_HISTORY_EVENTS } from './limits.js';
import { CalledOff, Scope } from './scope.js';

/** Where in the history a branch stands: its next event follows this one. */
export type Thread = { lastEventId: number };

export type ExecutionStart = {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly roleArn: string;
  readonly machine: Machine;
  readonly input: Json;
  /** The execution whose distributed Map started this one. */
  readonly parent?: Execution;
};

const END_EVENTS = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
} as const;

/** One run of a state machine: its status, history and count of transitions. */
export class Execution {
  readonly start: ExecutionStart;
  readonly startDate: number;
  readonly history: HistoryEvent[] = [];
  readonly #clock: Clock;
  readonly #onChange: (execution: Execution) => void;
  scope = new Scope();
  status: ExecutionStatus = 'RUNNING';
  redriveCount = 0;
  #stopDate: number | undefined;
  #output: Json | undefined;
  #error: string | undefined;
  #cause: string | undefined;
  #ownTransitions = 0;
  #childTransitions = 0;

  constructor(start: ExecutionStart, clock: Clock, onChange: (execution: Execution) => void) {
    this.start = start;
    this.startDate = clock.now();
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get isRunning(): boolean {
    return this.status === 'RUNNING';
  }

  /** Adds an event after the last one of the thread and returns its id. Throws CalledOff once the execution is over. */
  record(thread: Thread, type: string, details: JsonObject = {}): number {
    if (!this.isRunning) throw new CalledOff();
    if (this.history.length >= MAX_HISTORY_EVENTS - 1) {
      this.#fail(
        'States.Runtime',
        `The execution reached the maximum number of history events (${MAX_HISTORY_EVENTS}).`,
      );
      throw new CalledOff();
    }
    return this.#append(thread, type, details);
  }

  countTransition(): void {
    this.#ownTransitions += 1;
    for (let above = this.start.parent; above; above = above.start.parent)
      above.#childTransitions += 1;
  }

  succeed(output: Json): void {
    if (!this.isRunning) return;
    this.#output = output;
    this.#end('SUCCEEDED', { output });
  }

  failWith(failure: StateFailure): void {
    this.#fail(failure.errorName, failure.causeText);
  }

  timeOut(): void {
    // AWS names States.Timeout in the event only, and DescribeExecution shows no error.
    this.#end('TIMED_OUT', { error: 'States.Timeout' });
  }

  abort(error: string | undefined, cause: string | undefined): void {
    this.#error = error;
    this.#cause = cause;
    this.#end('ABORTED', textMembers(error, cause));
  }

  announceStart(): void {
    const { input, roleArn } = this.start;
    this.#append({ lastEventId: 0 }, 'ExecutionStarted', { input, roleArn });
    this.#onChange(this);
  }

  /** Back to RUNNING, with a fresh scope for the work that follows. */
  reopen(): void {
    this.redriveCount += 1;
    this.status = 'RUNNING';
    this.scope = new Scope();
    this.#stopDate = undefined;
    this.#error = undefined;
    this.#cause = undefined;
    this.#append({ lastEventId: this.history.length }, 'ExecutionRedriven', {
      redriveCount: this.redriveCount,
    });
    this.#onChange(this);
  }

  describe(): ExecutionDescription {
    const { arn, name, stateMachineArn, input, parent } = this.start;
    return {
      executionArn: arn,
      stateMachineArn,
      name,
      status: this.status,
      startDate: this.startDate,
      ...(this.#stopDate === undefined ? {} : { stopDate: this.#stopDate }),
      input,
      ...(this.#output === undefined ? {} : { output: this.#output }),
      ...textMembers(this.#error, this.#cause),
      ...(parent ? { parentExecutionArn: parent.start.arn } : {}),
      transitions: { own: this.#ownTransitions, children: this.#childTransitions },
      redriveCount: this.redriveCount,
    };
  }

  #fail(error: string | undefined, cause: string | undefined): void {
    if (!this.isRunning) return;
    this.#error = error;
    this.#cause = cause;
    this.#end('FAILED', textMembers(error, cause));
  }

  #end(status: keyof typeof END_EVENTS, details: JsonObject): void {
    if (!this.isRunning) return;
    // An ending from outside follows no event: AWS gives it 0 as its predecessor.
    const isFromInside = status === 'SUCCEEDED' || status === 'FAILED';
    this.#append(
      { lastEventId: isFromInside ? this.history.length : 0 },
      END_EVENTS[status],
      details,
    );
    this.status = status;
    this.#stopDate = this.#clock.now();
    this.scope.callOff();
    this.#onChange(this);
  }

  #append(thread: Thread, type: string, details: JsonObject): number {
    const id = this.history.length + 1;
    this.history.push({
      id,
      previousEventId: thread.lastEventId,
      timestamp: this.#clock.now(),
      type,
      details,
    });
    thread.lastEventId = id;
    return id;
  }
}

function textMembers(error: string | undefined, cause: string | undefined) {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}
