import type { ManualRollback } from '../../../core/deployment/request.js';
import { AutolandError } from '../../../core/errors.js';
import type { UndoneRelease } from '../../../core/rollback/is-in-place.js';
import type { RestorePlan } from '../../../core/rollback/plan-restore.js';
import { planReturn, type ReturnInput } from '../../../core/rollback/plan-return.js';
import { findBundle } from '../aws/artifacts.js';
import { fewAtOnce } from '../deletion/few-at-once.js';
import { getDeployment } from '../deployments/deployments.js';
import { ledger } from '../ledger/current-ledger.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { getReleaseRef, getStacksBefore } from '../release/release-of.js';
import { listRemainingSteps } from './kept-stacks.js';

/** The way back that a person asked for, from what is written down of the releases that are undone. */
export async function planManualReturn(
  key: EnvironmentKey,
  manual: ManualRollback,
  limits: Pick<ReturnInput, 'newer' | 'scope'> = {},
): Promise<RestorePlan> {
  return planReturn({ ...(await readReturn(createReader(key), manual)), ...limits });
}

/** What is written down of releases and deployments; each is read once. */
export type ReturnReader = ReturnType<typeof createReader>;

export function createReader(key: EnvironmentKey) {
  const bundle = readOnce(findBundle);
  return {
    undone: readOnce((deploymentId) => readUndone(deploymentId, bundle)),
    bundle,
    record: readOnce((releaseId) => ledger().releases.find(key, releaseId)),
  };
}

export type ReadReturn = Omit<ReturnInput, 'undone'> & {
  readonly undone: readonly Omit<UndoneRelease, 'verdict'>[];
};

/** Throws `Conflict` where the bundle of a release is gone. */
export async function readReturn(
  reader: ReturnReader,
  { undone, to, workload, rollBackAddons, newStacks }: Omit<ManualRollback, 'inPlace' | 'before'>,
): Promise<ReadReturn> {
  return {
    undone: await fewAtOnce(undone, reader.undone),
    target: to && (await readTarget(reader, to)),
    workload,
    rollBackAddons,
    newStacks,
  };
}

function readOnce<T>(read: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (name) => {
    const found = known.get(name) ?? read(name);
    known.set(name, found);
    return found;
  };
}

async function readUndone(deploymentId: string, readBundle: typeof findBundle) {
  const deployment = await getDeployment(deploymentId);
  const ref = getReleaseRef(deployment);
  const [release, before, ended] = await Promise.all([
    readBundle(ref.bundleKey),
    getStacksBefore(deployment, readBundle),
    listRemainingSteps(deployment),
  ]);
  const isUntouched = deployment.rolledBackBy === null;
  return { release: release ?? missBundle(ref), before, ended, isUntouched };
}

async function readTarget(reader: ReturnReader, to: NonNullable<ManualRollback['to']>) {
  const [bundle, record] = await Promise.all([
    reader.bundle(to.bundleKey),
    reader.record(to.releaseId),
  ]);
  return {
    bundle: bundle ?? missBundle(to),
    bundleKey: to.bundleKey,
    removed: record?.removed ?? [],
  };
}

function missBundle({ releaseId }: Pick<NonNullable<ManualRollback['to']>, 'releaseId'>): never {
  throw new AutolandError('Conflict', `the bundle of release ${releaseId} is gone or damaged`, {
    instructions: ['go back to another release: autoland releases', 'or deploy its commit again'],
  });
}
