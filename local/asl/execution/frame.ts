import type { Json, JsonObject } from '../api.js';
import type { State } from '../definition/machine.js';
import type { BranchRun } from './branch-run.js';
import type { Engine } from './engine.js';
import { FieldFailure, StateFailure } from './failure.js';
import type { Language, Surroundings } from './language.js';
import type { Scope } from './scope.js';

/** One stay in one state, from entering it to leaving it, retries included. */
export class Frame {
  readonly run: BranchRun;
  readonly state: State;
  readonly language: Language;
  /** Of this stay: a redrive gives the run another one, while what was called off may still be unwinding. */
  readonly scope: Scope;
  readonly enteredEventId: number;
  readonly #enteredAt: number;
  retryCount = 0;
  taskToken: string | undefined;

  constructor(run: BranchRun, state: State, enteredEventId: number, enteredAt: number) {
    this.run = run;
    this.state = state;
    this.scope = run.scope;
    this.language = run.engine.languages[state.QueryLanguage ?? run.queryLanguage];
    this.enteredEventId = enteredEventId;
    this.#enteredAt = enteredAt;
  }

  get engine(): Engine {
    return this.run.engine;
  }

  get stateName(): string {
    return this.run.stateName;
  }

  record(type: string, details: JsonObject = {}): number {
    return this.run.record(type, details);
  }

  /** What expressions see now; `item` is set while a Map prepares the input of an iteration. */
  look(item?: JsonObject): Surroundings {
    return {
      input: this.run.input,
      variables: this.run.variables,
      context: this.#context(item ?? this.run.place.mapItem),
    };
  }

  /** Makes a failure out of what evaluating a field or running the state threw; passes on what is neither. */
  toFailure(thrown: unknown): StateFailure {
    if (thrown instanceof StateFailure) return this.#endIfTerminal(thrown);
    if (!(thrown instanceof FieldFailure)) throw thrown;
    const { errorName: error, location } = thrown;
    const cause = `An error occurred while executing the state '${this.stateName}' (entered at the event id #${this.enteredEventId}). ${thrown.message}`;
    const isEvaluation = error === 'States.QueryEvaluationError';
    if (isEvaluation)
      this.record('EvaluationFailed', {
        error,
        cause,
        ...(location === undefined ? {} : { location }),
        state: this.stateName,
      });
    return this.#endIfTerminal(
      new StateFailure(error, cause, { isTerminal: error === 'States.Runtime' }),
    );
  }

  /** A terminal failure ends the execution on the spot: no branch or iteration around it fails on its own. */
  #endIfTerminal(failure: StateFailure): StateFailure {
    if (failure.isTerminal) {
      this.run.execution.failWith(failure);
      this.scope.check();
    }
    return failure;
  }

  #context(mapItem: JsonObject | undefined): JsonObject {
    const { start, startDate, redriveCount } = this.run.execution;
    const isRetryable = ['Task', 'Parallel', 'Map'].includes(this.state.Type);
    const state: JsonObject = {
      Name: this.stateName,
      EnteredTime: new Date(this.#enteredAt).toISOString(),
      ...(isRetryable ? { RetryCount: this.retryCount } : {}),
    };
    const execution: Record<string, Json> = {
      Id: start.arn,
      Input: start.input,
      StartTime: new Date(startDate).toISOString(),
      Name: start.name,
      RoleArn: start.roleArn,
      RedriveCount: redriveCount,
    };
    return {
      Execution: execution,
      StateMachine: {
        Id: start.stateMachineArn,
        Name: start.stateMachineArn.split(':').at(-1) ?? '',
      },
      State: state,
      ...(this.taskToken === undefined ? {} : { Task: { Token: this.taskToken } }),
      ...(mapItem === undefined ? {} : { Map: { Item: mapItem } }),
    };
  }
}
