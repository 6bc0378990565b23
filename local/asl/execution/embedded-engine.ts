import type { Clock } from '../../clock.js';
import {
  type StartExecutionRequest,
  StepFunctionsError,
  type StepFunctionsOptions,
  type TaskImplementations,
} from '../api.js';
import type { Machine } from '../definition/machine.js';
import { makeEvaluate } from '../jsonata/evaluate.js';
import { makeJsonata } from '../jsonata/jsonata-language.js';
import { makeJsonPath } from '../jsonpath/jsonpath-language.js';
import { BranchRun } from './branch-run.js';
import type { ChildRequest, Engine } from './engine.js';
import { Execution, type ExecutionStart } from './execution.js';
import { StateFailure } from './failure.js';
import { makeUuid, type Random } from './ids.js';
import { CalledOff } from './scope.js';
import { TaskTokens } from './task-tokens.js';

export type RegisteredMachine = {
  readonly stateMachineArn: string;
  readonly roleArn: string;
  readonly isExpress: boolean;
  readonly machine: Machine;
};

/** Starts, resumes and ends executions. */
export class EmbeddedEngine implements Engine {
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  readonly accountId: string;
  readonly tasks: TaskImplementations;
  readonly languages: Engine['languages'];
  readonly tokens: TaskTokens;
  readonly startNested: (request: StartExecutionRequest) => Execution;
  readonly #onChange: NonNullable<StepFunctionsOptions['onExecutionStatusChange']>;
  readonly #executions = new Map<string, Execution>();
  readonly #roots = new Map<Execution, BranchRun>();
  readonly #endListeners = new Map<Execution, Set<() => void>>();

  constructor(
    options: StepFunctionsOptions,
    startNested: (request: StartExecutionRequest) => Execution,
  ) {
    this.clock = options.clock;
    this.random = options.random;
    this.region = options.region ?? 'us-east-1';
    this.accountId = options.accountId ?? '111111111111';
    this.tasks = options.tasks;
    this.tokens = new TaskTokens(options.random);
    this.languages = {
      JSONata: makeJsonata(makeEvaluate(options.clock, options.random)),
      JSONPath: makeJsonPath(options.random),
    };
    this.startNested = startNested;
    this.#onChange = options.onExecutionStatusChange ?? (() => {});
  }

  find(executionArn: string): Execution | undefined {
    return this.#executions.get(executionArn);
  }

  list(): readonly Execution[] {
    return [...this.#executions.values()];
  }

  launch(start: ExecutionStart): Execution {
    // Names that nobody chose come from the random source: one that repeats itself would mix up executions.
    if (this.#executions.has(start.arn)) throw new Error(`there is an execution ${start.arn}`);
    const execution = new Execution(start, this.clock, (changed) => this.#announce(changed));
    this.#executions.set(start.arn, execution);
    const root = new BranchRun(
      {
        engine: this,
        execution,
        branch: start.machine,
        queryLanguage: start.machine.QueryLanguage ?? 'JSONPath',
        input: start.input,
        variables: {},
        place: {},
      },
      execution.scope,
    );
    this.#roots.set(execution, root);
    execution.announceStart();
    root.follow(execution.history.length);
    void this.#run(execution, root);
    return execution;
  }

  startChild({ parent, label, processor, queryLanguage, input }: ChildRequest): Execution {
    const machineName = parent.start.stateMachineArn.split(':').at(-1);
    const name = makeUuid(this.random);
    const prefix = `arn:aws:states:${this.region}:${this.accountId}`;
    return this.launch({
      arn: `${prefix}:execution:${machineName}/${label}:${name}`,
      name,
      stateMachineArn: `${prefix}:stateMachine:${machineName}/${label}`,
      roleArn: parent.start.roleArn,
      machine: {
        QueryLanguage: queryLanguage,
        StartAt: processor.StartAt,
        States: processor.States,
      },
      input,
      parent,
    });
  }

  resumeChild(child: Execution): void {
    this.resume(child);
  }

  resume(execution: Execution): void {
    const root = this.#roots.get(execution);
    if (!root)
      throw new StepFunctionsError(
        'ExecutionNotRedrivable',
        `Execution is not redrivable: '${execution.start.arn}'`,
      );
    execution.reopen();
    root.scope = execution.scope;
    root.follow(execution.history.length);
    void this.#run(execution, root);
  }

  stop(execution: Execution, error?: string, cause?: string): void {
    execution.abort(error, cause);
  }

  whenEnded(execution: Execution, run: () => void): () => void {
    const listeners = this.#endListeners.get(execution) ?? new Set();
    this.#endListeners.set(execution, listeners);
    listeners.add(run);
    return () => void listeners.delete(run);
  }

  #announce(execution: Execution): void {
    this.#onChange(execution.describe());
    if (execution.isRunning) return;
    if (execution.status === 'SUCCEEDED') this.#roots.delete(execution);
    const listeners = this.#endListeners.get(execution);
    this.#endListeners.delete(execution);
    for (const run of listeners ?? []) run();
  }

  async #run(execution: Execution, root: BranchRun): Promise<void> {
    const { scope } = execution;
    const { TimeoutSeconds } = execution.start.machine;
    if (TimeoutSeconds !== undefined)
      scope.onCallOff(this.clock.after(TimeoutSeconds * 1000, () => execution.timeOut(), 'limit'));
    try {
      // The caller has its answer before the first state begins.
      await scope.follow(Promise.resolve());
      execution.succeed(await root.run());
    } catch (thrown) {
      if (thrown instanceof StateFailure) execution.failWith(thrown);
      else if (!(thrown instanceof CalledOff) || !scope.isOver)
        execution.failWith(describeDefect(thrown));
    }
  }
}

/** No execution may hang because the interpreter itself is wrong. */
function describeDefect(thrown: unknown): StateFailure {
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new StateFailure('States.Runtime', `defect of the interpreter: ${text}`);
}
