import type { Json, JsonObject } from '../api.js';

export type QueryLanguage = 'JSONata' | 'JSONPath';

/** A validated definition: field names are those of the Amazon States Language. */
export type Machine = Branch & {
  readonly QueryLanguage?: QueryLanguage;
  readonly TimeoutSeconds?: number;
};

export type Branch = {
  readonly StartAt: string;
  readonly States: { readonly [name: string]: State };
};

export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | ParallelState
  | MapState
  | SucceedState
  | FailState;

export type StateType = State['Type'];

/** A number of the definition, or a JSONata expression that gives one. */
export type NumberField = number | string;

type AnyState = { readonly QueryLanguage?: QueryLanguage };

type Flow = { readonly Next?: string; readonly End?: boolean };

/** Fields that shape output: the first two of JSONata, the rest of JSONPath. */
export type Shaping = {
  readonly Output?: Json;
  readonly Assign?: JsonObject;
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
  readonly ResultPath?: string | null;
  readonly ResultSelector?: JsonObject;
};

type Argued = { readonly Arguments?: Json; readonly Parameters?: Json };

export type Retrier = {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
};

export type Catcher = Pick<Shaping, 'Output' | 'Assign' | 'ResultPath'> & {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
};

type Guarded = { readonly Retry?: readonly Retrier[]; readonly Catch?: readonly Catcher[] };

export type TaskState = AnyState &
  Flow &
  Shaping &
  Argued &
  Guarded & {
    readonly Type: 'Task';
    readonly Resource: string;
    readonly Credentials?: JsonObject;
    readonly TimeoutSeconds?: NumberField;
    readonly TimeoutSecondsPath?: string;
    readonly HeartbeatSeconds?: NumberField;
    readonly HeartbeatSecondsPath?: string;
  };

export type PassState = AnyState &
  Flow &
  Shaping & { readonly Type: 'Pass'; readonly Result?: Json; readonly Parameters?: Json };

/** A rule of either language: JSONata has `Condition`, JSONPath a comparison read by jsonpath/choice-rule.ts. */
export type ChoiceRule = Pick<Shaping, 'Output' | 'Assign'> & {
  readonly Next?: string;
  readonly Condition?: boolean | string;
  readonly [comparison: string]: unknown;
};

export type ChoiceState = AnyState &
  Shaping & {
    readonly Type: 'Choice';
    readonly Choices: readonly ChoiceRule[];
    readonly Default?: string;
  };

export type WaitState = AnyState &
  Flow &
  Shaping & {
    readonly Type: 'Wait';
    readonly Seconds?: NumberField;
    readonly Timestamp?: string;
    readonly SecondsPath?: string;
    readonly TimestampPath?: string;
  };

export type ParallelState = AnyState &
  Flow &
  Shaping &
  Argued &
  Guarded & { readonly Type: 'Parallel'; readonly Branches: readonly Branch[] };

export type ItemProcessor = Branch & {
  readonly ProcessorConfig?: {
    readonly Mode?: 'INLINE' | 'DISTRIBUTED';
    readonly ExecutionType?: 'STANDARD' | 'EXPRESS';
  };
};

export type ItemReader = {
  readonly Resource: string;
  readonly Arguments?: Json;
  readonly Parameters?: Json;
  readonly ReaderConfig?: {
    readonly InputType?: 'CSV' | 'JSON' | 'JSONL';
    readonly MaxItems?: NumberField;
    readonly MaxItemsPath?: string;
    readonly CSVHeaderLocation?: 'FIRST_ROW' | 'GIVEN';
    readonly CSVHeaders?: readonly string[];
    readonly CSVDelimiter?: 'COMMA' | 'PIPE' | 'SEMICOLON' | 'SPACE' | 'TAB';
    readonly ItemsPointer?: string;
  };
};

export type ItemBatcher = {
  readonly MaxItemsPerBatch?: NumberField;
  readonly MaxItemsPerBatchPath?: string;
  readonly MaxInputBytesPerBatch?: NumberField;
  readonly MaxInputBytesPerBatchPath?: string;
  readonly BatchInput?: Json;
};

export type ResultWriter = {
  readonly Resource?: string;
  readonly Arguments?: Json;
  readonly Parameters?: Json;
  readonly WriterConfig?: {
    readonly OutputType?: 'JSON' | 'JSONL';
    readonly Transformation?: 'NONE' | 'COMPACT' | 'FLATTEN';
  };
};

export type MapState = AnyState &
  Flow &
  Shaping &
  Guarded & {
    readonly Type: 'Map';
    readonly ItemProcessor?: ItemProcessor;
    /** The older name of ItemProcessor. */
    readonly Iterator?: ItemProcessor;
    readonly Items?: Json;
    readonly ItemsPath?: string;
    readonly ItemSelector?: Json;
    readonly Parameters?: Json;
    readonly ItemReader?: ItemReader;
    readonly ItemBatcher?: ItemBatcher;
    readonly ResultWriter?: ResultWriter;
    readonly Label?: string;
    readonly MaxConcurrency?: NumberField;
    readonly MaxConcurrencyPath?: string;
    readonly ToleratedFailureCount?: NumberField;
    readonly ToleratedFailureCountPath?: string;
    readonly ToleratedFailurePercentage?: NumberField;
    readonly ToleratedFailurePercentagePath?: string;
  };

type SucceedState = AnyState & Shaping & { readonly Type: 'Succeed' };

export type FailState = AnyState & {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
};

/** A Map without ItemProcessor is refused at registration. */
export function getItemProcessor(state: MapState): ItemProcessor {
  const processor = state.ItemProcessor ?? state.Iterator;
  if (!processor) throw new Error('a Map without ItemProcessor passed validation');
  return processor;
}

export function isDistributed(state: MapState): boolean {
  return getItemProcessor(state).ProcessorConfig?.Mode === 'DISTRIBUTED';
}
