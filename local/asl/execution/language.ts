import type { Json, JsonObject } from '../api.js';
import type {
  Catcher,
  ChoiceState,
  FailState,
  ItemBatcher,
  ItemReader,
  MapState,
  ParallelState,
  PassState,
  ResultWriter,
  State,
  TaskState,
  WaitState,
} from '../definition/machine.js';

/** What a state can see while it runs. */
export type Surroundings = {
  /** As it came in, before InputPath. */
  readonly input: Json;
  readonly variables: JsonObject;
  /** `$states.context`, `$$`. */
  readonly context: JsonObject;
};

/** How a state leaves: its output, and the variables to set. */
export type Completion = {
  readonly output: Json;
  readonly assigned?: JsonObject | undefined;
};

type Chosen = Completion & { readonly next: string };

export type TaskSettings = {
  readonly argument: Json;
  readonly timeoutSeconds?: number | undefined;
  readonly heartbeatSeconds?: number | undefined;
  readonly credentials?: JsonObject | undefined;
};

export type Tolerance = {
  readonly count?: number | undefined;
  readonly percentage?: number | undefined;
};

export type BatchLimits = {
  readonly items?: number | undefined;
  readonly bytes?: number | undefined;
  readonly input?: Json | undefined;
};

/**
 * The part of a state that depends on its QueryLanguage: reading fields out of the surroundings, and making output.
 * Every method may throw a FieldFailure.
 */
export type Language = {
  prepareTask(state: TaskState, here: Surroundings): Promise<TaskSettings>;
  /** What a Parallel gives to each branch. */
  branchInput(state: ParallelState, here: Surroundings): Promise<Json>;
  /** Undefined when no rule matches and there is no Default. */
  choose(state: ChoiceState, here: Surroundings): Promise<Chosen | undefined>;
  /** The moment (milliseconds since the epoch) or the seconds to wait for. */
  waitFor(
    state: WaitState,
    here: Surroundings,
  ): Promise<{ readonly seconds: number } | { readonly until: number }>;
  explainFailure(
    state: FailState,
    here: Surroundings,
  ): Promise<{ readonly error?: string | undefined; readonly cause?: string | undefined }>;
  pass(state: PassState, here: Surroundings): Promise<Completion>;
  /** The way out of a state without a result: Succeed, Wait. */
  leave(state: State, here: Surroundings): Promise<Completion>;
  /** The way out of a state with a result: Task, Parallel, Map. */
  finish(
    state: TaskState | ParallelState | MapState,
    here: Surroundings,
    result: Json,
  ): Promise<Completion>;
  recover(
    catcher: Catcher,
    index: number,
    here: Surroundings,
    errorOutput: JsonObject,
  ): Promise<Completion>;
  /** What TestState shows of the data flow; without a result when the state failed. */
  inspect(state: State, here: Surroundings, result: Json | undefined): Promise<JsonObject>;
  /** The items of a Map without ItemReader. */
  items(state: MapState, here: Surroundings): Promise<readonly Json[]>;
  /** `here.context` has `Map.Item`. */
  itemInput(state: MapState, here: Surroundings, item: Json): Promise<Json>;
  /** 0 for no limit. */
  concurrency(state: MapState, here: Surroundings): Promise<number>;
  tolerance(state: MapState, here: Surroundings): Promise<Tolerance>;
  readerArguments(reader: ItemReader, here: Surroundings): Promise<Json>;
  readerMaxItems(reader: ItemReader, here: Surroundings): Promise<number | undefined>;
  batchLimits(batcher: ItemBatcher, here: Surroundings): Promise<BatchLimits>;
  writerArguments(writer: ResultWriter, here: Surroundings): Promise<Json>;
};
