import type { JsonObject } from '../api.js';

export type FailureOptions = {
  /** Neither Retry nor Catch sees it: it ends the execution. */
  readonly isTerminal?: boolean;
  /** A further name that Retry and Catch may use for it. */
  readonly alias?: string;
};

/** A state failed: what Retry, Catch and in the end the execution see. Both texts may be absent, as in AWS. */
export class StateFailure extends Error {
  readonly errorName: string | undefined;
  readonly causeText: string | undefined;
  readonly isTerminal: boolean;
  readonly alias: string | undefined;

  constructor(
    errorName: string | undefined,
    causeText: string | undefined,
    options: FailureOptions = {},
  ) {
    super(`${errorName ?? 'no error'}: ${causeText ?? 'no cause'}`);
    this.name = 'StateFailure';
    this.errorName = errorName;
    this.causeText = causeText;
    this.isTerminal = options.isTerminal ?? false;
    this.alias = options.alias;
  }

  /** `{error, cause}` of failure events. */
  get details(): JsonObject {
    return {
      ...(this.errorName === undefined ? {} : { error: this.errorName }),
      ...(this.causeText === undefined ? {} : { cause: this.causeText }),
    };
  }

  /** `{Error, Cause}` as a catcher sees it: without a cause, Cause is empty (recorded for a timeout). */
  get output(): JsonObject {
    return {
      ...(this.errorName === undefined ? {} : { Error: this.errorName }),
      Cause: this.causeText ?? '',
    };
  }
}

/**
 * A field of the state could not be evaluated. Raised by the query languages, which know no state; whoever runs the
 * state adds its name and makes a StateFailure of it.
 */
export class FieldFailure extends Error {
  readonly errorName: string;
  /** `Output/answer`, `Choices[0]/Condition`. */
  readonly location: string | undefined;

  constructor(errorName: string, message: string, location?: string) {
    super(message);
    this.name = 'FieldFailure';
    this.errorName = errorName;
    this.location = location;
  }
}

const WILDCARDS = new Set(['States.ALL', 'States.TaskFailed']);

/** Whether a retrier or catcher with these ErrorEquals is meant. */
export function matchesFailure(errorEquals: readonly string[], failure: StateFailure): boolean {
  if (failure.isTerminal) return false;
  return errorEquals.some((name) => {
    if (!WILDCARDS.has(name)) return name === failure.errorName || name === failure.alias;
    return name === 'States.ALL' || failure.errorName !== 'States.Timeout';
  });
}
