import type { Verdict } from '../../../core/verdict.js';
import type { Json } from './json.js';

/** What a request says of a deployment; never changes. */
export type NewDeployment = {
  readonly deploymentId: string;
  readonly application: string;
  readonly environment: string;
  readonly kind: 'deploy' | 'rollback' | 'delete';
  /** SHA-256 of the canonical request: the same key with another hash is a mistake of the caller. */
  readonly requestHash: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The request itself and who sent it. */
  readonly request: Json;
};

export type Deployment = NewDeployment & {
  /** Epoch of the lease under which it acts; 0 until the lease is granted. Writes with a lower epoch are refused. */
  readonly epoch: number;
  readonly verdict: Verdict | null;
  /** Milliseconds since the epoch; null while it has no verdict. */
  readonly finishedAt: number | null;
  /** The one rollback of this deployment; null while nobody has claimed it. */
  readonly rolledBackBy: string | null;
  /** Everything else, by topic: plan, baseline, release, summary, … Keep each small, or in S3 with its key here. */
  readonly details: { readonly [topic: string]: Json };
};

export type CreateOutcome =
  | { readonly kind: 'created'; readonly deployment: Deployment }
  /** The same request came before: this is its deployment. */
  | { readonly kind: 'existing'; readonly deployment: Deployment }
  /** The key was used for another request. */
  | { readonly kind: 'conflict'; readonly deploymentId: string };

/** Why a write was refused. `stale`: the lease has passed on to a higher epoch. */
export type Refusal =
  | { readonly kind: 'stale'; readonly epoch: number }
  | { readonly kind: 'missing' };

export type PatchOutcome = { readonly kind: 'written'; readonly deployment: Deployment } | Refusal;

export type VerdictOutcome =
  | { readonly kind: 'written'; readonly deployment: Deployment }
  /** It has one already: verdicts are final. */
  | { readonly kind: 'already'; readonly deployment: Deployment }
  | Refusal;

export type ClaimOutcome =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'already'; readonly by: string }
  | { readonly kind: 'missing' };

export type DeploymentLedger = {
  /** Once per idempotency key; a key is remembered for a week. */
  create(deployment: NewDeployment, idempotencyKey: string): Promise<CreateOutcome>;
  find(deploymentId: string): Promise<Deployment | undefined>;
  /** Newest first. From an index: a deployment made a moment ago may be missing. */
  list(query: {
    readonly application: string;
    readonly environment: string;
    readonly limit?: number;
    readonly after?: string;
  }): Promise<{ readonly deployments: readonly Deployment[]; readonly next: string | null }>;
  /** Raises the epoch at the grant of a lease, or to shut out a holder that is dead. Never lowers it. */
  raiseEpoch(deploymentId: string, epoch: number): Promise<PatchOutcome>;
  /** Sets the named topics of `details`; others stay. */
  patch(
    deploymentId: string,
    epoch: number,
    details: { readonly [topic: string]: Json },
  ): Promise<PatchOutcome>;
  /** Exactly once, together with the topics of `details`. */
  setVerdict(
    deploymentId: string,
    epoch: number,
    verdict: Verdict,
    finishedAt: number,
    details?: { readonly [topic: string]: Json },
  ): Promise<VerdictOutcome>;
  /** The right to roll this deployment back: given once, whoever asks; the same `by` may ask again. */
  claimRollback(deploymentId: string, by: string): Promise<ClaimOutcome>;
};
