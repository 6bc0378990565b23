import type { Clock } from '../../clock.js';
import type { Json, JsonObject, StartExecutionRequest, TaskImplementations } from '../api.js';
import type { ItemProcessor, QueryLanguage } from '../definition/machine.js';
import type { Execution } from './execution.js';
import type { Random } from './ids.js';
import type { Language } from './language.js';
import type { TaskTokens } from './task-tokens.js';

/** What running states need of their surroundings. */
export type Engine = {
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  readonly accountId: string;
  readonly tasks: TaskImplementations;
  readonly languages: { readonly [Name in QueryLanguage]: Language };
  readonly tokens: TaskTokens;
  /** For `states:startExecution`. Throws StepFunctionsError. */
  startNested(request: StartExecutionRequest): Execution;
  startChild(request: ChildRequest): Execution;
  /** Starts a child again from where it failed. */
  resumeChild(child: Execution): void;
  stop(execution: Execution): void;
  /** Calls `run` once when the execution has ended; the returned function takes it back. */
  whenEnded(execution: Execution, run: () => void): () => void;
};

/** One item (or batch) of a distributed Map. */
export type ChildRequest = {
  readonly parent: Execution;
  /** Part of the child's ARN: the Map's Label, or its name. */
  readonly label: string;
  readonly processor: ItemProcessor;
  readonly queryLanguage: QueryLanguage;
  readonly input: Json;
};

export type MapItem = JsonObject & { readonly Index: number; readonly Value: Json };
