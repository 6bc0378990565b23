export const VERDICTS = [
  'SUCCEEDED',
  'ROLLED_BACK',
  'FAILED_CLEAN',
  'FAILED_DIRTY',
  'CANCELLED',
  'SUPERSEDED',
] as const;

/** How a deployment ended. FAILED_CLEAN: nothing changed, or all restored without a rollback. FAILED_DIRTY: needs a person. */
export type Verdict = (typeof VERDICTS)[number];
