import { changeItem, queryAll } from './change-item.js';
import type { Deployment, Refusal } from './deployments.js';
import { definedFields, type Json } from './json.js';
import { deploymentKey, deploymentPk } from './keys.js';
import type { Store } from './store.js';

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
  /** Those that have this one among their predecessors: whom its end may start. */
  readonly successors: readonly string[];
  /** Progress, changes, outcome, root cause, … by topic. */
  readonly details: { readonly [topic: string]: Json };
};

/** Absent fields stay as they are; `details` are set topic by topic. */
export type StepPatch = Partial<Omit<Step, 'name' | 'epoch'>>;

export type StepOutcome = { readonly kind: 'written'; readonly step: Step } | Refusal;

export type StepLedger = {
  /**
   * Makes the step or changes it. A step that has ended keeps its status and times whatever comes later under the same
   * epoch; once the deployment has its verdict, nothing is written.
   */
  upsert(deploymentId: string, name: string, epoch: number, patch: StepPatch): Promise<StepOutcome>;
  find(deploymentId: string, name: string): Promise<Step | undefined>;
  /** By name. */
  list(deploymentId: string): Promise<readonly Step[]>;
};

const NEW_STEP: Omit<Step, 'name' | 'epoch'> = {
  kind: 'stack',
  status: 'pending',
  startedAt: null,
  endedAt: null,
  predecessors: [],
  successors: [],
  details: {},
};

export function createStepLedger(store: Store): StepLedger {
  const keyOf = (deploymentId: string, name: string) => ({
    pk: deploymentPk(deploymentId),
    sk: `step/${name}`,
  });
  return {
    async upsert(deploymentId, name, epoch, patch) {
      const owner = await store.get(deploymentKey(deploymentId));
      if (!owner) return { kind: 'missing' };
      const { epoch: latest, verdict } = owner.body as Pick<Deployment, 'epoch' | 'verdict'>;
      if (epoch < latest) return { kind: 'stale', epoch: latest };
      if (verdict !== null) return { kind: 'ended', verdict };
      return changeItem<StepOutcome>(store, keyOf(deploymentId, name), (item) => {
        const current = (item?.body ?? { ...NEW_STEP, name, epoch }) as Step;
        if (epoch < current.epoch) {
          return { write: null, outcome: { kind: 'stale', epoch: current.epoch } };
        }
        const step = patchStep(current, epoch, patch);
        const expiresAt = owner.expiresAt;
        return { write: { body: step, expiresAt }, outcome: { kind: 'written', step } };
      });
    },
    async find(deploymentId, name) {
      return (await store.get(keyOf(deploymentId, name)))?.body as Step | undefined;
    },
    async list(deploymentId) {
      const items = await queryAll(store, { pk: deploymentPk(deploymentId), prefix: 'step/' });
      return items.map((item) => item.body as Step);
    },
  };
}

/** A function that runs twice must not open a step again that has ended; another epoch (redrive) may. */
function patchStep(current: Step, epoch: number, patch: StepPatch): Step {
  const isOver = current.endedAt !== null && epoch === current.epoch;
  const { details, ...fields } = patch;
  const changed = isOver ? {} : definedFields(fields);
  return { ...current, ...changed, epoch, details: { ...current.details, ...details } };
}
