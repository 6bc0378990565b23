/** The public shape of the simulated account. What it does is written in SPECIFICATION.md beside this file. */
import type { Clock } from '../clock.js';
import type { TableChange } from './dynamodb/table-store.js';
import type { Mishap } from './mishaps.js';

/**
 * Name of a service as the SDK names its client, without `Client`: `CloudFormation`, `ECS`, `CloudWatch`,
 * `EventBridge`, `S3`, `DynamoDB`, `ECR`, `SSM`, `ElasticLoadBalancingV2`; others are plugged in with `register`.
 */
export type ServiceName = string;

/** Answers one call of a service: the operation without `Command`, the SDK's input, the SDK's output (without `$metadata`). */
export type OperationHandler = (operation: string, input: unknown) => Promise<unknown>;

/** The envelope in which EventBridge delivers. */
export type AccountEvent = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO time to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: { readonly [key: string]: unknown };
};

/** An event pattern as in `AWS::Events::Rule`. */
export type EventPattern = { readonly [key: string]: unknown };

export type EventRule = {
  readonly name: string;
  /** Delivers a `Scheduled Event` every so many minutes. */
  readonly scheduleMinutes?: number;
  readonly pattern?: EventPattern;
  /** The target. A rejection is retried by the bus a few times and then the event is dropped, as EventBridge does. */
  readonly deliver: (event: AccountEvent) => unknown;
};

export type EventBus = {
  /** Sees every event at the moment it is sent, before mishaps lose, repeat or reorder its delivery to rules. */
  onEvent(listener: (event: AccountEvent) => void): () => void;
  /** Puts a rule (same name: replaced); the returned function removes it. */
  addRule(rule: EventRule): () => void;
  /** Sends an event now. */
  send(event: {
    readonly source: string;
    readonly detailType: string;
    readonly resources?: readonly string[];
    readonly detail: { readonly [key: string]: unknown };
  }): AccountEvent;
  /** All events sent so far, oldest first. */
  sent(): readonly AccountEvent[];
};

/** One call of the AWS API, in the order in which they arrived. */
export type AccountCall = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly service: ServiceName;
  readonly operation: string;
  /** False for calls that only read. */
  readonly isMutating: boolean;
  /** Scalars of the input that identify what is meant: names, ids, tokens, keys. Never bodies, templates or values. */
  readonly target: { readonly [key: string]: unknown };
  /** Name of the error that it was answered with. */
  readonly error?: string;
};

export type CallLog = {
  all(): readonly AccountCall[];
  /** `CloudFormation.ExecuteChangeSet shop-test-api` …: one line for each mutating call, for tests of order. */
  changes(): readonly string[];
  clear(): void;
};

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export type AlarmControl = {
  /** Makes an alarm that no stack of this account owns (a name in `rollback_alarms`). Starts in OK; with a rule it is a composite one, whose state follows from it. */
  create(name: string, options?: { readonly state?: AlarmState; readonly rule?: string }): void;
  /** Moves an alarm; sends `CloudWatch Alarm State Change` when the state changes. Throws when there is no such alarm. */
  set(name: string, state: AlarmState, reason?: string): void;
  /** `set` after simulated time; the returned function takes it back. An alarm that is gone by then is left alone. */
  setAfter(delayMs: number, name: string, state: AlarmState, reason?: string): () => void;
  state(name: string): AlarmState | undefined;
  names(): readonly string[];
  /**
   * Names of the existing alarms that guard a workload of the workspace (`api`): those that its ECS service watches
   * first, then those that its stack made. For the mishaps `alarm` and `alarm-after`, whose moment the runtime knows.
   */
  guarding(workload: string): readonly string[];
};

export type ImageControl = {
  /** Pushes an image, making the repository if needed; returns its digest (`sha256:…`). */
  push(
    repository: string,
    options?: { readonly tags?: readonly string[]; readonly digest?: string },
  ): string;
  /** Removes the image with this digest or tag. */
  remove(repository: string, digestOrTag: string): void;
  /** Puts a lifecycle policy on a repository, as GetLifecyclePolicy tells it; nothing is deleted by it. */
  setLifecyclePolicy(repository: string, policy: string): void;
};

/** One event of a stack, at the moment it happens. */
export type StackProgressEvent = {
  readonly at: number;
  readonly stackName: string;
  readonly stackId: string;
  /** The stack at the root of a nested one; the stack itself otherwise. */
  readonly rootStackName: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  /** `Metadata['aws:copilot:description']` of the resource. */
  readonly description?: string;
  /** Resources that the running operation of the stack touches, and how many of them are done. */
  readonly total: number;
  readonly done: number;
};

/** A service deployment that began or changed its state. */
export type DeploymentProgressEvent = {
  readonly at: number;
  readonly serviceArn: string;
  readonly serviceName: string;
  readonly deploymentArn: string;
  readonly status: string;
  readonly reason?: string;
};

export type Progress = {
  onStackEvent(listener: (event: StackProgressEvent) => void): () => void;
  onDeployment(listener: (event: DeploymentProgressEvent) => void): () => void;
};

/** A stack put in place without an operation and without time passing: what existed before the story begins. */
export type PlacedStack = {
  readonly stackName: string;
  /** JSON or YAML text, or the object itself. */
  readonly template: string | object;
  readonly parameters?: { readonly [name: string]: string };
  readonly tags?: { readonly [name: string]: string };
};

export type StackStatusChange = {
  readonly stackName: string;
  readonly status: string;
  readonly reason?: string;
  /** ClientRequestToken of the operation that begins; absent: the event belongs to the latest one. */
  readonly token?: string;
};

/** A StackSet put in place, with one stack in the account's own region. */
export type PlacedStackSet = Pick<PlacedStack, 'template' | 'parameters' | 'tags'> & {
  readonly name: string;
  /** Stacks in other regions: in an account of theirs; without one they are not simulated, and with an obstacle cannot be deleted, for this reason. */
  readonly elsewhere?: readonly (
    | { readonly account: SimulatedAccount }
    | { readonly region: string; readonly obstacle?: string }
  )[];
};

/** Things that exist before the story begins, made without a call in the log. */
export type AccountSetup = {
  /** Returns the stack's id. */
  stack(stack: PlacedStack): string;
  /** Deletes a stack, as somebody else would; why it is still there. */
  deleteStack(stackId: string): Promise<string | undefined>;
  /** Puts a stack into a status, with the event that goes with it, as if somebody else's operation had brought it there. */
  stackStatus(change: StackStatusChange): void;
  /** Returns the id of the stack in the account's own region. */
  stackSet(set: PlacedStackSet): string;
  bucket(name: string): void;
  table(table: {
    readonly name: string;
    readonly partitionKey: string;
    readonly sortKey?: string;
    readonly indexes?: readonly {
      readonly name: string;
      readonly partitionKey: string;
      readonly sortKey?: string;
    }[];
    /** The stream of the table: called at each change, with the keys as DynamoDB writes attributes. */
    readonly onChange?: (change: TableChange) => void;
  }): void;
  parameter(name: string, value: string): void;
};

export type Counters = {
  /** `CloudFormation.DescribeStacks` -> number of calls. */
  readonly calls: { readonly [operation: string]: number };
  readonly throttled: number;
  readonly eventsSent: number;
  readonly eventsDelivered: number;
};

/** Resource by resource, JSON: equal snapshots mean equal accounts (times and event histories are left out). */
export type AccountSnapshot = {
  readonly stacks: {
    readonly [stackName: string]: {
      readonly status: string;
      readonly templateHash: string;
      readonly parameters: { readonly [name: string]: string };
      readonly tags: { readonly [name: string]: string };
      readonly outputs: { readonly [name: string]: string };
      readonly resources: {
        readonly [logicalId: string]: {
          readonly type: string;
          readonly physicalId: string;
          readonly status: string;
          readonly properties: unknown;
        };
      };
    };
  };
  readonly exports: { readonly [name: string]: string };
  readonly services: {
    readonly [serviceName: string]: {
      readonly taskDefinition: string;
      readonly desiredCount: number;
      readonly runningCount: number;
      readonly images: readonly string[];
      readonly deploymentStatus: string;
    };
  };
  readonly alarms: { readonly [name: string]: AlarmState };
  readonly images: { readonly [repository: string]: readonly string[] };
  readonly parameters: { readonly [name: string]: string };
  readonly buckets: { readonly [bucket: string]: readonly string[] };
};

export type AccountOptions = {
  readonly clock: Clock;
  /** In [0, 1); asked a few times when the account is made, so that the order of later calls changes no outcome. */
  readonly random: () => number;
  /** @default '111111111111' */
  readonly accountId?: string;
  /** @default 'us-east-1' */
  readonly region?: string;
  readonly mishaps?: readonly Mishap[];
};

export type SimulatedAccount = {
  readonly accountId: string;
  readonly region: string;
  readonly clock: Clock;
  /** Answers one call as AWS would; rejects with a service exception. Throttling by mishap happens here. */
  handle(service: ServiceName, operation: string, input: unknown): Promise<unknown>;
  /** Plugs in a service that lives elsewhere (`SFN`); its calls are logged and throttled like the others. */
  register(service: ServiceName, handler: OperationHandler): void;
  readonly events: EventBus;
  readonly calls: CallLog;
  readonly alarms: AlarmControl;
  readonly images: ImageControl;
  readonly progress: Progress;
  readonly setup: AccountSetup;
  /** Adds a mishap to a running account. */
  inject(mishap: Mishap): void;
  /** Takes a mishap back: from here on it does nothing. */
  lift(mishap: Mishap): void;
  readonly mishaps: readonly Mishap[];
  counters(): Counters;
  snapshot(): AccountSnapshot;
};
