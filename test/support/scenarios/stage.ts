import type { Installation } from '../installation.js';

/** A scenario while it is played. */
export type Stage = {
  readonly it: Installation;
  /** Deployments by release: `release 1`, … */
  readonly ids: Map<string, string>;
  /** The deployment that the scenario is about. */
  readonly id: string;
  /** Requests another release, made of what the scenario's own is made of. */
  readonly request: (release: number, force?: boolean) => Promise<string>;
  /** Functions that break, and how often still. */
  readonly breaking: Map<string, number>;
};
