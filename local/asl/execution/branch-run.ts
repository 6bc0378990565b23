import type { Json, JsonObject } from '../api.js';
import type { Branch, QueryLanguage, State } from '../definition/machine.js';
import type { Engine, MapItem } from './engine.js';
import type { Execution, Thread } from './execution.js';
import { Frame } from './frame.js';
import type { Completion } from './language.js';
import { checkPayload, checkVariables } from './limits.js';
import { runState } from './run-state.js';
import type { Scope } from './scope.js';

/** How a state was left; without `next` the branch ends. */
export type Outcome = Completion & { readonly next?: string | undefined };

/** Which iteration of the innermost Map a branch is; empty outside of Maps. */
export type Place = { readonly iteration?: number; readonly mapItem?: MapItem };

export type BranchSettings = {
  readonly engine: Engine;
  readonly execution: Execution;
  readonly branch: Branch;
  /** Of the whole machine: states inside a Map do not take over the Map's own. */
  readonly queryLanguage: QueryLanguage;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly place: Place;
};

type Entry = { readonly eventId: number; readonly at: number };

/**
 * The way through one list of states: a whole machine, a branch of a Parallel, or an iteration of a Map. It keeps how
 * far it came, so that after a failure it can go on from there (redrive).
 */
export class BranchRun {
  readonly engine: Engine;
  readonly execution: Execution;
  readonly branch: Branch;
  readonly queryLanguage: QueryLanguage;
  readonly place: Place;
  stateName: string;
  input: Json;
  variables: JsonObject;
  scope: Scope;
  /** Branches or iterations of the Parallel or Map that this run is in. */
  children: BranchRun[] = [];
  /** Child executions of the distributed Map that this run is in, by number of the item or batch. */
  childExecutions: Execution[] = [];
  #thread: Thread = { lastEventId: 0 };
  #entry: Entry | undefined;
  #output: { readonly value: Json } | undefined;

  constructor(settings: BranchSettings, scope: Scope) {
    this.engine = settings.engine;
    this.execution = settings.execution;
    this.branch = settings.branch;
    this.queryLanguage = settings.queryLanguage;
    this.place = settings.place;
    this.stateName = settings.branch.StartAt;
    this.input = settings.input;
    this.variables = settings.variables;
    this.scope = scope;
  }

  get state(): State {
    const state = this.branch.States[this.stateName];
    if (!state) throw new Error(`state ${this.stateName} passed validation and does not exist`);
    return state;
  }

  get isDone(): boolean {
    return this.#output !== undefined;
  }

  get isInState(): boolean {
    return this.#entry !== undefined;
  }

  record(type: string, details: JsonObject = {}): number {
    return this.execution.record(this.#thread, type, details);
  }

  /** The next event of this run follows the given one. */
  follow(eventId: number): void {
    this.#thread = { lastEventId: eventId };
  }

  /** A branch or iteration inside the state that this run is in. */
  fork(branch: Branch, input: Json, place: Place): BranchRun {
    const { engine, execution, queryLanguage, variables } = this;
    return new BranchRun(
      { engine, execution, branch, queryLanguage, input, variables, place },
      this.scope,
    );
  }

  /** Runs from where it stands to its end. Throws StateFailure, or CalledOff when its scope is called off. */
  async run(): Promise<Json> {
    let output = this.#output;
    while (!output) {
      await this.#step();
      output = this.#output;
    }
    return output.value;
  }

  async #step(): Promise<void> {
    const { state } = this;
    const isResumed = this.#entry !== undefined;
    const entry = this.#entry ?? this.#enter(state);
    if (!isResumed) this.#forgetChildren();
    const frame = new Frame(this, state, entry.eventId, entry.at);
    const outcome = await runState(frame, state);
    this.#leave(frame, outcome);
  }

  #forgetChildren(): void {
    this.children = [];
    this.childExecutions = [];
  }

  #enter(state: State): Entry {
    this.scope.check();
    this.execution.countTransition();
    const eventId = this.record(`${state.Type}StateEntered`, {
      name: this.stateName,
      input: this.input,
    });
    this.#entry = { eventId, at: this.engine.clock.now() };
    return this.#entry;
  }

  #leave(frame: Frame, { output, assigned, next }: Outcome): void {
    try {
      checkPayload(this.stateName, output);
      if (assigned) checkVariables(this.stateName, assigned);
    } catch (thrown) {
      throw frame.toFailure(thrown);
    }
    this.record(`${frame.state.Type}StateExited`, {
      name: this.stateName,
      output,
      ...(assigned ? { assignedVariables: assigned } : {}),
    });
    this.#entry = undefined;
    this.#forgetChildren();
    if (assigned) this.variables = { ...this.variables, ...assigned };
    this.input = output;
    if (next === undefined) this.#output = { value: output };
    else this.stateName = next;
  }
}
