import { type ManualRollback, RollbackRequest } from '../../../core/deployment/request.js';
import type { StepItem, StepTarget } from '../../../core/deployment/step-name.js';
import { listAccused } from '../../../core/deployment/watched-alarms.js';
import type { LeaseScope } from '../../../core/lease/lease-table.js';
import { findBundleStack } from '../../../core/release/make-bundle.js';
import { asDeployed, type BundleStack } from '../../../core/release/release.js';
import { stackKey } from '../../../core/release/stack-key.js';
import {
  type LostImage,
  planRestore,
  type RestoreInput,
  type RestorePlan,
  type RestoreStep,
} from '../../../core/rollback/plan-restore.js';
import { listRecordedBreaches } from '../alarms/recorded-breaches.js';
import { getBundle } from '../aws/artifacts.js';
import { detail, getDeployment, requestOf } from '../deployments/deployments.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import { findReleaseOf, getStacksBefore } from '../release/release-of.js';
import { listStandingSteps } from '../steps/ended-steps.js';
import { writePlannedSteps } from '../steps/plan-steps.js';
import { planManualReturn } from './plan-manual-return.js';

/** The deployment whose steps are to be undone: itself, or for a rollback of its own the one it was asked for. */
export async function getRolledBack(deployment: Deployment): Promise<Deployment> {
  return deployment.kind === 'rollback'
    ? getDeployment(RollbackRequest.parse(deployment.request).of)
    : deployment;
}

export type WayBack = RestorePlan & {
  /** The newest release that succeeded since, or of which stacks stayed. */
  readonly newest: string | undefined;
  /** Images that stacks would run again and that are gone, whether they are begun or not. */
  readonly lostImages: readonly LostImage[];
};

/** Which images of these stacks, as they were before, are gone. */
type ImageSearch = (stacks: readonly BundleStack[]) => Promise<readonly LostImage[]>;

const searchNothing: ImageSearch = async () => [];

/**
 * Plans the way back for whoever holds this part of the environment; nothing is written. A person's way back is refused
 * before, where images are gone.
 */
export async function planWayBack(
  deployment: Deployment,
  scope: LeaseScope,
  findLostImages = searchNothing,
): Promise<WayBack> {
  const manual = findManualRollback(deployment);
  if (manual) return planManualWayBack(deployment, manual, scope);
  const rolledBack = await getRolledBack(deployment);
  const [release, before, ended, newer] = await Promise.all([
    findReleaseOf(rolledBack),
    getStacksBefore(rolledBack),
    listStandingSteps(rolledBack),
    ledger().releases.listInPlaceSince(rolledBack, rolledBack.epoch),
  ]);
  const newest = newer[0]?.deploymentId;
  if (!release) return { steps: [], left: [], newest, lostImages: [] };
  const input: RestoreInput = {
    release,
    before,
    ended,
    policy: requestOf(rolledBack).options,
    accused: listAccused(release, listAccusers(deployment, rolledBack)),
    missingImages: [],
    newer,
    scope,
  };
  const plan = planRestore(input);
  const workloads = plan.steps.flatMap(({ stack }) =>
    stack.kind === 'workload' ? (before.get(stackKey(stack))?.stack ?? []) : [],
  );
  const lostImages = await findLostImages(workloads);
  // A stack that failed has nothing to lose by the attempt, which tells what a person has to do with it.
  const serving = new Set(
    ended.filter(({ result }) => result.kind === 'updated').map((end) => stackKey(end)),
  );
  const missingImages = lostImages.filter(({ stack }) => serving.has(stack));
  const possible = missingImages.length > 0 ? planRestore({ ...input, missingImages }) : plan;
  return { ...possible, newest, lostImages };
}

/** Releases that came since the person asked are newer, and left alone. */
async function planManualWayBack(
  deployment: Deployment,
  manual: ManualRollback,
  scope: LeaseScope,
): Promise<WayBack> {
  const { epoch } = await getDeployment(manual.inPlace);
  const since = await ledger().releases.listInPlaceSince(deployment, epoch);
  const newer = since.filter(({ deploymentId }) => !manual.undone.includes(deploymentId));
  const plan = await planManualReturn(deployment, manual, { newer, scope });
  return { ...plan, newest: newer[0]?.deploymentId, lostImages: [] };
}

/** What a person asked for; undefined for a release that goes back by itself, or after an alarm. */
export function findManualRollback(deployment: Deployment): ManualRollback | undefined {
  return deployment.kind === 'rollback'
    ? RollbackRequest.parse(deployment.request).manual
    : undefined;
}

/** Writes the steps of the way back under the deployment that carries it out. */
export function writeRestoreSteps(
  deploymentId: string,
  epoch: number,
  steps: readonly RestoreStep[],
): Promise<readonly StepItem[]> {
  return writePlannedSteps(
    deploymentId,
    epoch,
    steps.map(({ stack: { kind, name, stackName }, bundleKey, predecessors }) => {
      // The hooks of the service as it is now and as it was count, and nobody waits for an answer here: all are looked at.
      const pausing = kind === 'workload' ? ({ pauses: true } as const) : {};
      return {
        target: { phase: 'restore', kind, name, stackName, bundleKey, ...pausing },
        predecessors: predecessors.map((key) => `restore/${key}`),
      };
    }),
  );
}

/** The alarms that ask for the way back. */
function listAccusers(carrier: Deployment, release: Deployment): readonly string[] {
  if (carrier.kind === 'rollback') return RollbackRequest.parse(carrier.request).alarms;
  return listRecordedBreaches(release).map(({ name }) => name);
}

/** The stacks that must be as their bundle says: all of the release, or those that were restored. */
export async function stacksToVerify(
  deployment: Deployment,
  against: 'release' | 'previous',
): Promise<readonly BundleStack[]> {
  if (against === 'release')
    return ((await findReleaseOf(deployment))?.stacks ?? []).map(asDeployed);
  const steps = await ledger().steps.list(deployment.deploymentId);
  const targets = steps
    .filter((step) => step.name.startsWith('restore/'))
    .flatMap((step) => detail<StepTarget>(step, 'target') ?? []);
  const stacks = await Promise.all(targets.map(findWanted));
  return stacks.flatMap((stack) => stack ?? []);
}

async function findWanted({ bundleKey, name, kind }: StepTarget): Promise<BundleStack | undefined> {
  return bundleKey === null ? undefined : findBundleStack(await getBundle(bundleKey), name, kind);
}
