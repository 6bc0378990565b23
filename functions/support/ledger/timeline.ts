import type { Json } from './json.js';

/** One line of the record for people. */
export type TimelineEntry = {
  /** Unique in the deployment; the same id again is the same entry and changes nothing. */
  readonly entryId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** For instance `step-started`, `alarm`, `verdict`. */
  readonly kind: string;
  readonly step?: string | undefined;
  readonly message: string;
  readonly data?: Json | undefined;
  /** Order among entries of the same millisecond; 0 where absent, then by id. */
  readonly order?: number | undefined;
};

export type TimelineLedger = {
  append(deploymentId: string, entry: TimelineEntry): Promise<void>;
  /** All entries, oldest first. */
  list(deploymentId: string): Promise<readonly TimelineEntry[]>;
};
