import type { RollbackOrder } from '../../../core/deployment/request.js';
import type { StackKind } from '../../../core/release/release.js';
import type { LeftStack } from '../../../core/rollback/plan-restore.js';
import { ledger } from '../ledger/current-ledger.js';
import type { FoundReturn } from './decide-return.js';
import type { KnownRelease } from './release-history.js';

export type ReturnEnd = {
  readonly release: string;
  readonly deployment: string;
  readonly commit: string | null;
  readonly at: number;
};

/** What a rollback would do. */
export type ReturnPreview = {
  readonly from: ReturnEnd;
  /** Null: to how everything was before Autoland. */
  readonly to: ReturnEnd | null;
  readonly workload: string | null;
  /** Deployments that are undone, newest first. */
  readonly undone: readonly string[];
  /** In an order in which they can go back. */
  readonly stacks: readonly {
    readonly kind: StackKind;
    readonly name: string;
    readonly stackName: string;
    /** A stack that came later is removed. */
    readonly action: 'restore' | 'remove';
  }[];
  /** What stays as it is, and why. */
  readonly left: readonly Pick<LeftStack, 'kind' | 'name' | 'reason'>[];
  /** Deployments that have the environment now. Should one of them succeed, it stands, and the rollback ends SUPERSEDED. */
  readonly waitsFor: readonly string[];
};

export async function describeReturn(
  { application, environment, workload }: RollbackOrder,
  { inPlace, to, manual, plan }: FoundReturn,
): Promise<ReturnPreview> {
  const { holders } = await ledger().leases.find({ application, environment });
  return {
    from: describeEnd(inPlace),
    to: to && describeEnd(to),
    workload: workload ?? null,
    undone: manual.undone,
    stacks: plan.steps.map(({ stack: { kind, name, stackName }, bundleKey }) => ({
      kind,
      name,
      stackName,
      action: bundleKey === null ? 'remove' : 'restore',
    })),
    left: plan.left.map(({ kind, name, reason }) => ({ kind, name, reason })),
    waitsFor: holders.map(({ deploymentId }) => deploymentId),
  };
}

function describeEnd({ releaseId, deploymentId, sourceCommit, at }: KnownRelease): ReturnEnd {
  return { release: releaseId, deployment: deploymentId, commit: sourceCommit, at };
}
