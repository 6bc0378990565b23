/**
 * The closed list of error names that cross a process boundary. Step Functions matches a failed Lambda by
 * `error.name`, so a name is a wire format: every `ErrorEquals` in statemachines/ is on this list or starts
 * with `States.` or `Lambda.` (a test holds them together).
 */
export const ERROR_NAMES = [
  'InputInvalid',
  'WorkspaceInvalid',
  'NotFound',
  'Conflict',
  'Forbidden',
  'OutOfReach',
  'ChangeSetPending',
  'StackBusy',
  'StackBroken',
  'WayBackBroken',
  'AlarmsMade',
  'LeaseLost',
  'ServicePaused',
  'Throttled',
] as const;

export type ErrorName = (typeof ERROR_NAMES)[number];

export const isErrorName = (name: string): name is ErrorName =>
  (ERROR_NAMES as readonly string[]).includes(name);

export type AutolandErrorOptions = {
  /** What the user can do next, in order. */
  readonly instructions?: readonly string[];
  readonly cause?: unknown;
};

/** Trouble with a name. The message is lowercase, names the thing and the wrong value, and says what to change. */
export class AutolandError extends Error {
  readonly instructions: readonly string[];

  constructor(name: ErrorName, message: string, options: AutolandErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    // Set by hand: minified bundles rename classes, and Step Functions matches this text.
    this.name = name;
    this.instructions = options.instructions ?? [];
  }
}
