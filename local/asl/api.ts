/**
 * What the embedded AWS Step Functions offers. Names and behaviour follow the AWS API; two things differ on purpose:
 * payloads are parsed JSON values instead of strings, and moments are milliseconds since the epoch of the given clock.
 * Calls answer at once; the work they start happens later. Refusals are thrown as `StepFunctionsError`, whose `name`
 * is the one that AWS uses (`ExecutionAlreadyExists`, `TaskTimedOut`, …).
 */
import type { Clock } from '../clock.js';

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };

export type StepFunctionsOptions = {
  readonly clock: Clock;
  /** In [0, 1). Used for ids, `$random`, `$uuid` and retry jitter. */
  readonly random: () => number;
  readonly tasks: TaskImplementations;
  /** Called at each change of status of an execution, children of a distributed Map included. */
  readonly onExecutionStatusChange?: (execution: ExecutionDescription) => void;
  /** Account and region of what is made here. @default 111111111111 and us-east-1 */
  readonly accountId?: string;
  readonly region?: string;
};

/** How tasks reach the world. Each promise is tracked by the clock: virtual time stands still until it settles. */
export type TaskImplementations = {
  /**
   * Runs a Lambda function. A thrown error becomes the task's failure as Lambda reports it: `error.name` is the Error,
   * the Cause is the JSON of `{errorType, errorMessage, trace}`.
   */
  invokeLambda(functionArn: string, payload: Json, task: ScheduledTask): Promise<unknown>;
  /**
   * Calls an AWS API: (`cloudformation`, `describeStacks`, {StackName}) for
   * `arn:aws:states:::aws-sdk:cloudformation:describeStacks`. A thrown error named `ValidationError` becomes
   * `CloudFormation.ValidationErrorException`; a name with a dot is taken as it is. For `.sync` the promise is the
   * start of the job, whose end is reported with `task.taskToken`.
   * `states:startExecution` in all its forms never comes here: the engine runs it itself.
   */
  callService(
    service: string,
    action: string,
    args: JsonObject,
    task: ScheduledTask,
  ): Promise<unknown>;
  /** Looks at every task first; a reply decides it, undefined lets it pass. For stubs and recorded executions. */
  intercept?(task: ScheduledTask): TaskReply | undefined;
};

/** A Lambda function or service call that resolves to this never answers: only a timeout ends the task. */
export const NO_ANSWER: unique symbol = Symbol('no answer');

export type TaskReply =
  | { readonly kind: 'succeed'; readonly result: Json }
  | {
      readonly kind: 'fail';
      readonly error?: string;
      readonly cause?: string;
      /** The call itself was refused, so that a `.sync` or `.waitForTaskToken` task never got to wait. */
      readonly isRefused?: boolean;
    }
  | { readonly kind: 'no-answer' };

/** One attempt of a Task state. */
export type ScheduledTask = {
  readonly executionArn: string;
  readonly stateName: string;
  readonly resource: string;
  /** Evaluated Arguments (the whole input where the state has none). */
  readonly input: Json;
  /** 0 for the first attempt, then 1 per retry. */
  readonly retryCount: number;
  /** Index in the innermost Map. */
  readonly iteration?: number;
  /**
   * Only where something other than the answer of the call ends the task: `.waitForTaskToken`, activities, and
   * `.sync`, whose service reports the end of the job with this token.
   */
  readonly taskToken?: string;
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
  readonly credentials?: JsonObject;
};

export type StateMachineType = 'STANDARD' | 'EXPRESS';

export type StateMachineRegistration = {
  readonly stateMachineArn: string;
  /** The parsed definition, or its JSON text; placeholders already replaced. */
  readonly definition: unknown;
  /** @default STANDARD */
  readonly type?: StateMachineType;
  readonly roleArn?: string;
};

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export type StartExecutionRequest = {
  readonly stateMachineArn: string;
  /** 1-80 characters; made up when absent. */
  readonly name?: string;
  /** @default {} */
  readonly input?: Json;
};

export type StartedExecution = { readonly executionArn: string; readonly startDate: number };

export type ExecutionDescription = {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: number;
  readonly stopDate?: number;
  readonly input: Json;
  /** Only of a SUCCEEDED execution. */
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** Set for a child of a distributed Map. */
  readonly parentExecutionArn?: string;
  readonly transitions: TransitionCount;
  readonly redriveCount: number;
};

/** What AWS would bill: entering a state is one transition, each retry is one more. */
export type TransitionCount = {
  readonly own: number;
  /** Of all children of distributed Maps, and of theirs. */
  readonly children: number;
};

export type HistoryEvent = {
  /** 1-based and without gaps. */
  readonly id: number;
  /** 0 for the first. */
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  /** The members of the AWS `…EventDetails` structure of this type, payloads parsed. */
  readonly details: JsonObject;
};

export type StepFunctions = {
  /** Registers or replaces a state machine; executions under way keep their definition. Throws InvalidDefinition. */
  registerStateMachine(machine: StateMachineRegistration): void;
  /**
   * Idempotent while an execution of this name runs with this input; otherwise a name in use is
   * `ExecutionAlreadyExists`. Throws also StateMachineDoesNotExist, InvalidName, InvalidExecutionInput.
   */
  startExecution(request: StartExecutionRequest): StartedExecution;
  describeExecution(executionArn: string): ExecutionDescription;
  /** In order of start. */
  listExecutions(filter?: {
    readonly stateMachineArn?: string;
    readonly status?: ExecutionStatus;
  }): readonly ExecutionDescription[];
  getExecutionHistory(executionArn: string): readonly HistoryEvent[];
  /** Ends it ABORTED, nested and child executions too; nothing of it runs afterwards. No effect on an ended one. */
  stopExecution(request: {
    readonly executionArn: string;
    readonly error?: string;
    readonly cause?: string;
  }): { readonly stopDate: number };
  /** Continues a FAILED, TIMED_OUT or ABORTED execution from the state that ended it. Throws ExecutionNotRedrivable. */
  redriveExecution(executionArn: string): { readonly redriveDate: number };
  /** The three throw TaskTimedOut when the task or its execution is over, InvalidToken for a token never given. */
  sendTaskSuccess(request: { readonly taskToken: string; readonly output: Json }): void;
  sendTaskFailure(request: {
    readonly taskToken: string;
    readonly error?: string;
    readonly cause?: string;
  }): void;
  sendTaskHeartbeat(request: { readonly taskToken: string }): void;
  /** Tasks whose token is out and that still wait. */
  listWaitingTasks(): readonly ScheduledTask[];
};

export type StepFunctionsErrorName =
  | 'ExecutionAlreadyExists'
  | 'ExecutionDoesNotExist'
  | 'ExecutionNotRedrivable'
  | 'InvalidDefinition'
  | 'InvalidExecutionInput'
  | 'InvalidName'
  | 'InvalidOutput'
  | 'InvalidToken'
  | 'StateMachineDoesNotExist'
  | 'TaskDoesNotExist'
  | 'TaskTimedOut';

export class StepFunctionsError extends Error {
  constructor(name: StepFunctionsErrorName, message: string) {
    super(message);
    this.name = name;
  }
}
