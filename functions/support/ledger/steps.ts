import type { Refusal } from './deployments.js';
import type { Json } from './json.js';

/** One stack (or one gate) of a deployment. */
export type Step = {
  /** Unique in the deployment, for instance `deploy/api`. */
  readonly name: string;
  readonly kind: string;
  readonly status: 'pending' | 'running' | 'done' | 'failed' | 'skipped' | 'cancelled';
  /** Epoch under which it was written last. */
  readonly epoch: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly predecessors: readonly string[];
  /** Progress, changes, outcome, root cause, … by topic. */
  readonly details: { readonly [topic: string]: Json };
};

/** Absent fields stay as they are; `details` are set topic by topic. */
export type StepPatch = Partial<Omit<Step, 'name' | 'epoch'>>;

export type StepOutcome = { readonly kind: 'written'; readonly step: Step } | Refusal;

export type StepLedger = {
  /** Makes the step or changes it. A step that has ended keeps its status and times whatever comes later under the same epoch. */
  upsert(deploymentId: string, name: string, epoch: number, patch: StepPatch): Promise<StepOutcome>;
  find(deploymentId: string, name: string): Promise<Step | undefined>;
  /** By name. */
  list(deploymentId: string): Promise<readonly Step[]>;
};
