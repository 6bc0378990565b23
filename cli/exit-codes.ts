import type { Verdict } from '../core/verdict.js';

/** Exit codes of `autoland` by how a deployment ended; 1: mistaken input, 2: mistaken command line. */
export const EXIT_CODES: { readonly [verdict in Verdict]: number } = {
  SUCCEEDED: 0,
  ROLLED_BACK: 3,
  FAILED_CLEAN: 4,
  FAILED_DIRTY: 5,
  CANCELLED: 6,
  SUPERSEDED: 7,
};

export const EXIT_INVALID = 1;
export const EXIT_USAGE = 2;
export const EXIT_PIPE = 128 + 13;
