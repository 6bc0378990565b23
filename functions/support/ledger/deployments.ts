import type { LeaseClaim } from '../../../core/lease/lease-table.js';
import type { Place } from '../../../core/places/place.js';
import type { Verdict } from '../../../core/verdict.js';
import { changeItem, type ItemContent, queryAll, removeItem } from './change-item.js';
import type { Json } from './json.js';
import {
  deploymentKey,
  deploymentsOf,
  expireAfter,
  KEPT_DAYS,
  OPEN,
  requestKey,
  sortable,
} from './keys.js';
import type { Item, Store } from './store.js';

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
  readonly request: Json;
  /** What it claims of its environment; absent: all. */
  readonly claim?: LeaseClaim;
  /** Who sent it, as `describeIdentity` names them; absent where nobody checked, as on localhost. */
  readonly requestedBy?: string;
  /** Where the environment is; absent: where the installation is. */
  readonly place?: Place;
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

export type OpenDeployment = Pick<Deployment, 'deploymentId' | 'createdAt'>;

/** Why a write was refused. `stale`: the lease has passed on to a higher epoch. `ended`: after the verdict nothing changes. */
export type Refusal =
  | { readonly kind: 'stale'; readonly epoch: number }
  | { readonly kind: 'ended'; readonly verdict: Verdict }
  | { readonly kind: 'missing' };

export type PatchOutcome = { readonly kind: 'written'; readonly deployment: Deployment } | Refusal;

export type VerdictOutcome =
  | { readonly kind: 'written'; readonly deployment: Deployment }
  /** It has one already: verdicts are final. */
  | { readonly kind: 'already'; readonly deployment: Deployment }
  /** A detail speaks against it (`unless`). */
  | { readonly kind: 'prevented' }
  | Refusal;

export type ClaimOutcome =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'already'; readonly by: string }
  | { readonly kind: 'missing' };

export type DeploymentLedger = {
  /** Once per idempotency key; a key is remembered for a week. */
  create(deployment: NewDeployment, idempotencyKey: string): Promise<CreateOutcome>;
  find(deploymentId: string): Promise<Deployment | undefined>;
  /** What an idempotency key was used for. */
  findRequest(idempotencyKey: string): Promise<RequestOwner | undefined>;
  /** Newest first. From an index: a deployment made a moment ago may be missing. */
  list(query: {
    readonly application: string;
    readonly environment: string;
    readonly limit?: number;
    readonly after?: string;
  }): Promise<{ readonly deployments: readonly Deployment[]; readonly next: string | null }>;
  /** Deployments that have not ended altogether; one whose writing broke off may be missing in the ledger. */
  listOpen(): Promise<readonly OpenDeployment[]>;
  /** Takes an id off that list: its verdict is written, and all that comes with it. */
  close(deploymentId: string): Promise<void>;
  /** Raises the epoch at the grant of a lease, or to shut out a holder that is dead. Never lowers it. */
  raiseEpoch(deploymentId: string, epoch: number): Promise<PatchOutcome>;
  /** Sets the named topics of `details`; others stay. Refused after the verdict. */
  patch(
    deploymentId: string,
    epoch: number,
    details: { readonly [topic: string]: Json },
  ): Promise<PatchOutcome>;
  /** Exactly once, together with the topics of `details`; not at all where there is a detail named `unless`. */
  setVerdict(
    deploymentId: string,
    epoch: number,
    verdict: Verdict,
    finishedAt: number,
    details?: { readonly [topic: string]: Json },
    unless?: string,
  ): Promise<VerdictOutcome>;
  /**
   * The right to roll this deployment back: given once, whoever asks; the same `by` may ask again. `instead`: a rollback
   * that had it and did not come to its end.
   */
  claimRollback(deploymentId: string, by: string, instead?: string): Promise<ClaimOutcome>;
};

/** An idempotency key is remembered this long. */
const REQUEST_DAYS = 7;
const DEFAULT_PAGE = 20;

export function createDeploymentLedger(store: Store): DeploymentLedger {
  /** Changes a deployment under `epoch`; `decide` sees it only if the epoch is not stale. */
  function change<Outcome>(
    deploymentId: string,
    epoch: number,
    decide: (current: Deployment) => {
      readonly write: Deployment | null;
      readonly outcome: Outcome;
    },
  ): Promise<Outcome | Refusal> {
    return changeItem<Outcome | Refusal>(store, deploymentKey(deploymentId), (item) => {
      const current = item && fromItem(item);
      if (!current) return { write: null, outcome: { kind: 'missing' } };
      if (epoch < current.epoch) {
        return { write: null, outcome: { kind: 'stale', epoch: current.epoch } };
      }
      const { write, outcome } = decide(current);
      return { write: write && toContent(write), outcome };
    });
  }

  const open = (body: OpenDeployment) =>
    changeItem(store, { pk: OPEN, sk: body.deploymentId }, (item) => ({
      write: item ? null : { body },
      outcome: undefined,
    }));
  const close = (deploymentId: string) =>
    removeItem(store, { pk: OPEN, sk: deploymentId }, () => true);

  return {
    async create(deployment, idempotencyKey) {
      const { deploymentId, requestHash, createdAt } = deployment;
      const owner = await changeItem(store, requestKey(idempotencyKey), (item) => ({
        write: item
          ? null
          : {
              body: { deploymentId, requestHash },
              expiresAt: expireAfter(createdAt, REQUEST_DAYS),
            },
        outcome: (item?.body ?? { deploymentId, requestHash }) as RequestOwner,
      }));
      if (owner.requestHash !== requestHash) {
        return { kind: 'conflict', deploymentId: owner.deploymentId };
      }
      // On the list first: whatever was written of a deployment can then be found.
      if (!(await store.get(deploymentKey(owner.deploymentId))))
        await open({ deploymentId: owner.deploymentId, createdAt });
      // Whoever was first may have died before this write, so the one who comes later makes up for it.
      return changeItem<CreateOutcome>(store, deploymentKey(owner.deploymentId), (item) => {
        const mine = owner.deploymentId === deploymentId;
        const existing = item && fromItem(item);
        if (existing) {
          return {
            write: null,
            outcome: { kind: mine ? 'created' : 'existing', deployment: existing },
          };
        }
        const made = toDeployment({ ...deployment, deploymentId: owner.deploymentId });
        return {
          write: toContent(made),
          outcome: { kind: mine ? 'created' : 'existing', deployment: made },
        };
      });
    },

    async find(deploymentId) {
      const item = await store.get(deploymentKey(deploymentId));
      return item && fromItem(item);
    },

    async findRequest(idempotencyKey) {
      const item = await store.get(requestKey(idempotencyKey));
      return item?.body as RequestOwner | undefined;
    },

    async list({ application, environment, limit = DEFAULT_PAGE, after }) {
      const page = await store.query({
        pk: deploymentsOf({ application, environment }),
        index: true,
        newestFirst: true,
        limit,
        after,
      });
      return { deployments: page.items.map(fromItem), next: page.next };
    },

    async listOpen() {
      const items = await queryAll(store, { pk: OPEN });
      return items.map(({ body }) => body as OpenDeployment);
    },

    close,

    raiseEpoch(deploymentId, epoch) {
      return change<PatchOutcome>(deploymentId, epoch, (current) => {
        const raised = { ...current, epoch };
        return {
          write: epoch === current.epoch ? null : raised,
          outcome: { kind: 'written', deployment: raised },
        };
      });
    },

    patch(deploymentId, epoch, details) {
      return change<PatchOutcome>(deploymentId, epoch, (current) => {
        const { verdict } = current;
        if (verdict !== null) return { write: null, outcome: { kind: 'ended', verdict } };
        const patched = { ...current, details: { ...current.details, ...details } };
        return { write: patched, outcome: { kind: 'written', deployment: patched } };
      });
    },

    setVerdict(deploymentId, epoch, verdict, finishedAt, details = {}, unless) {
      return change<VerdictOutcome>(deploymentId, epoch, (current) => {
        if (current.verdict !== null) {
          return { write: null, outcome: { kind: 'already', deployment: current } };
        }
        if (unless !== undefined && current.details[unless] !== undefined)
          return { write: null, outcome: { kind: 'prevented' } };
        const finished = {
          ...current,
          verdict,
          finishedAt,
          details: { ...current.details, ...details },
        };
        return { write: finished, outcome: { kind: 'written', deployment: finished } };
      });
    },

    claimRollback(deploymentId, by, instead) {
      return changeItem<ClaimOutcome>(store, deploymentKey(deploymentId), (item) => {
        if (!item) return { write: null, outcome: { kind: 'missing' } };
        const current = fromItem(item);
        const claimed = current.rolledBackBy;
        if (claimed === by) return { write: null, outcome: { kind: 'claimed' } };
        if (claimed !== null && claimed !== instead)
          return { write: null, outcome: { kind: 'already', by: claimed } };
        return {
          write: toContent({ ...current, rolledBackBy: by }),
          outcome: { kind: 'claimed' },
        };
      });
    },
  };
}

export type RequestOwner = { readonly deploymentId: string; readonly requestHash: string };

function toDeployment(made: NewDeployment): Deployment {
  return { ...made, epoch: 0, verdict: null, finishedAt: null, rolledBackBy: null, details: {} };
}

function toContent(deployment: Deployment): ItemContent {
  return {
    body: deployment,
    gsi1pk: deploymentsOf(deployment),
    gsi1sk: `${sortable(deployment.createdAt)}/${deployment.deploymentId}`,
    expiresAt: expireAfter(deployment.createdAt, KEPT_DAYS),
  };
}

/** What was written by this very module is read back as it is. */
function fromItem(item: Item): Deployment {
  return item.body as Deployment;
}
