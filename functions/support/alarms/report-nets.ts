import type { Baseline } from '../../../core/alarms/alarm-states.js';
import {
  describeNets,
  type GuardedDeployment,
  type GuardedStep,
  type NetReport,
  type SuccessWatch,
} from '../../../core/deployment/describe-nets.js';
import type { StepTarget } from '../../../core/deployment/step-name.js';
import type { OperationTimes } from '../../../core/stack/operation-times.js';
import type { Evidence, RootCause } from '../../../core/stack/root-cause.js';
import { detail } from '../deployments/deployments.js';
import type { InFlightBreach } from '../deployments/stopping.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { Step } from '../ledger/steps.js';
import { now } from '../runtime/ambient.js';

/** What each of the three nets guarded of a deployment, for how long, and what it caught. None of a rollback or a deletion. */
export async function reportNets(
  deployment: Deployment,
  steps: readonly Step[],
  rollback: Deployment | undefined,
): Promise<readonly NetReport[]> {
  if (deployment.kind !== 'deploy') return [];
  return describeNets({
    baseline: detail<Baseline>(deployment, 'baseline')?.alarms ?? [],
    steps: steps.flatMap(describeGuarded),
    breached: detail<InFlightBreach>(deployment, 'breached') ?? null,
    bake: detail<GuardedDeployment['bake']>(deployment, 'bake') ?? null,
    stacksEndedAt: findStacksEnd(steps),
    watch: await describeWatch(deployment, rollback),
    finishedAt: deployment.finishedAt,
    now: now(),
  });
}

/** When the last stack of the release was done with; null while one is not. */
function findStacksEnd(steps: readonly Step[]): number | null {
  const ends = steps.filter(({ name }) => name.startsWith('deploy/')).map(({ endedAt }) => endedAt);
  return ends.includes(null) ? null : Math.max(0, ...ends.map(Number));
}

function describeGuarded(step: Step): readonly GuardedStep[] {
  const target = detail<StepTarget>(step, 'target');
  if (target?.phase !== 'deploy' || target.kind !== 'workload') return [];
  const result = detail<{ readonly kind: string; readonly reason?: string | null }>(step, 'result');
  return [
    {
      workload: target.name,
      doneAt: /^(created|updated)$/.test(result?.kind ?? '') ? step.endedAt : null,
      times: detail<OperationTimes | null>(step, 'times') ?? null,
      alarms: detail<GuardedStep['alarms']>(step, 'guards') ?? [],
      triggers: detail<readonly string[]>(step, 'triggers') ?? [],
      // What CloudFormation says of a trigger is no failure of a resource.
      failure: detail<RootCause | null>(step, 'rootCause') ?? {
        resourceType: '',
        reason: result?.reason ?? '',
      },
      firedInEcs: detail<Evidence>(step, 'evidence')?.alarms ?? [],
    },
  ];
}

async function describeWatch(
  deployment: Deployment,
  rollback: Deployment | undefined,
): Promise<SuccessWatch | null> {
  const watch = detail<Pick<SuccessWatch, 'startedAt' | 'watches'>>(deployment, 'watch');
  if (!watch) return null;
  // Written by `startRollback`; the schema of requests is too large for a field.
  const { alarms = [] } = (rollback?.request ?? {}) as { readonly alarms?: readonly string[] };
  return {
    ...watch,
    endedAt: rollback?.createdAt ?? (await findNewerSuccess(deployment)),
    caught: alarms.join(', ') || null,
  };
}

/** When the next release succeeded: from then on its alarms are its own. */
async function findNewerSuccess(deployment: Deployment): Promise<number | null> {
  const newer = await ledger().releases.listInPlaceSince(deployment, deployment.epoch);
  return newer.findLast(({ verdict }) => verdict === 'SUCCEEDED')?.at ?? null;
}
