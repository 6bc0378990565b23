import type { AlarmsAhead } from '../../../core/alarms/alarms-ahead.js';
import type { ApprovalRequest } from '../../../core/approval/approval-request.js';
import { decideReleaseApproval } from '../../../core/approval/decide-release-approval.js';
import {
  type AlarmsAheadTarget,
  type StepItem,
  stepName,
} from '../../../core/deployment/step-name.js';
import { formatIssue } from '../../../core/issues.js';
import { describePausing } from '../../../core/release/describe-pausing.js';
import { encodeTemplate } from '../../../core/release/make-bundle.js';
import type { BundleStack, ReleaseBundle } from '../../../core/release/release.js';
import { type StacksBefore, stackKey } from '../../../core/release/stack-key.js';
import { shortenReversibility } from '../../../core/rollback/shorten-reversibility.js';
import { putBundle } from '../aws/artifacts.js';
import { patchDeployment, requestOf } from '../deployments/deployments.js';
import { forecastRelease } from '../deployments/forecast.js';
import { note } from '../deployments/timeline.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import { putTemplates } from '../places/place-files.js';
import { findWayBack, toWayBackRefs } from '../rollbacks/record-way-back.js';
import { assessWayBack } from '../rollbacks/way-back.js';
import { findHeldScope, findOutgrown } from '../stacks/claimed.js';
import { describeStackSettings, findFilesBucket } from '../stacks/stack-settings.js';
import { writePlannedSteps } from '../steps/plan-steps.js';
import { makeRelease } from './make-release.js';
import { uploadRelease } from './upload-release.js';

export type RenderedDeployment =
  | {
      readonly kind: 'planned';
      readonly environment: string;
      readonly addons: readonly StepItem[];
      readonly workloads: readonly StepItem[];
      /** Never below 1: a task's time-out cannot be 0. */
      readonly bakeSeconds: number;
      /** Question to a person before the first change. */
      readonly approval: ApprovalRequest | null;
    }
  | { readonly kind: 'refused' }
  /** It holds some workloads of the environment and needs more. Nothing is written yet. */
  | { readonly kind: 'outgrown' };

/** Renders the deployment's release, uploads it, and writes the plan: from here on nothing depends on the workspace. */
export async function renderDeployment(
  deployment: Deployment,
  epoch: number,
): Promise<RenderedDeployment> {
  const request = requestOf(deployment);
  const release = await makeRelease(deployment.application, request, 'deployment');
  const scope = await findHeldScope(deployment, epoch);
  if (!release.ok) {
    const mistakes = release.issues.map(formatIssue).join('\n');
    // Accepted without them: what is missing may be what a release beside it brings in.
    return scope === 'all'
      ? refuse(deployment, epoch, mistakes)
      : outgrow(deployment, epoch, mistakes);
  }
  const { bundle } = release.made;
  const key = { application: deployment.application, environment: deployment.environment };
  const rolledBack = await ledger().guards.findRolledBack(key, bundle.releaseId);
  if (rolledBack && !request.options.force) {
    return refuse(
      deployment,
      epoch,
      `this very release was rolled back before (${rolledBack.reason}); send it with options.force to deploy it all the same`,
    );
  }
  const record = await findWayBack(bundle);
  const { previous, before } = record;
  const outgrown = scope === 'all' ? undefined : await findOutgrown(bundle, before);
  if (outgrown) return outgrow(deployment, epoch, outgrown);
  await uploadRelease(release.made, release.facts);
  const bundleKey = await putBundle(bundle);
  const alarmsAhead = await putAlarmsAhead(release.alarmsAhead);
  const forecasts = await forecastRelease(release.made, before);
  const wayBack = await assessWayBack(forecasts, record, {
    application: deployment.application,
    filesBucket: findFilesBucket(release.facts),
    includeAddons: request.options.rollBackAddons,
  });
  await patchDeployment(deployment.deploymentId, epoch, {
    release: { releaseId: bundle.releaseId, bundleKey },
    scope: scope === 'all' ? scope : [...scope],
    previous,
    before: toWayBackRefs(before),
    settings: await describeStackSettings(release.facts),
    wayBack: shortenReversibility(wayBack),
    plan: bundle.stacks.map((stack) => describePlanned(stack, before)),
    warnings: release.issues.map(formatIssue),
  });
  const placed = { bundle, bundleKey, before, alarmsAhead };
  const items = await writeSteps(deployment.deploymentId, epoch, placed);
  await note(deployment.deploymentId, {
    kind: 'rendered',
    message: `release ${bundle.releaseId}: ${bundle.stacks.length} stacks`,
  });
  const itemsOf = (kind: BundleStack['kind']): readonly StepItem[] =>
    items.filter((item) => item.operation === kind);
  return {
    kind: 'planned',
    environment: itemsOf('environment')[0]?.step ?? '',
    addons: itemsOf('environment-addon'),
    workloads: itemsOf('workload'),
    bakeSeconds: Math.max(1, Math.round(request.options.bakeMinutes * 60)),
    approval: decideReleaseApproval(request.options, bundle, wayBack),
  };
}

async function refuse(
  deployment: Deployment,
  epoch: number,
  reason: string,
): Promise<RenderedDeployment> {
  await patchDeployment(deployment.deploymentId, epoch, { refused: { reason } });
  return { kind: 'refused' };
}

async function outgrow(
  { deploymentId }: Deployment,
  epoch: number,
  reason: string,
): Promise<RenderedDeployment> {
  await note(deploymentId, {
    kind: 'lease-outgrown',
    id: String(epoch),
    message: `gives its part of the environment back and asks for all of it: ${reason}`,
  });
  return { kind: 'outgrown' };
}

/** What the plan says of one stack, compared with the release before: without asking AWS, so a forecast. */
function describePlanned(stack: BundleStack, before: StacksBefore) {
  const old = before.get(stackKey(stack))?.stack;
  const action = !old ? 'create' : old.contentHash === stack.contentHash ? 'none' : 'update';
  const { name, kind, type, stackName, predecessors } = stack;
  return { name, kind, type, stackName, predecessors: [...predecessors], action };
}

type PlacedRelease = {
  readonly bundle: ReleaseBundle;
  readonly bundleKey: string;
  readonly before: StacksBefore;
  readonly alarmsAhead: ReadonlyMap<string, AlarmsAheadTarget>;
};

/** Their templates belong to this one deployment, not to the release: they depend on what is live now. */
async function putAlarmsAhead(
  planned: ReadonlyMap<string, AlarmsAhead>,
): Promise<PlacedRelease['alarmsAhead']> {
  const encoded = [...planned].map(
    ([stackName, ahead]) => [stackName, ahead, encodeTemplate(stackName, ahead.template)] as const,
  );
  await putTemplates(encoded.map(([, , { key, body }]) => ({ key, body })));
  return new Map(
    encoded.map(([stackName, { over, parameters }, { hash, key }]) => [
      stackName,
      { over, parameters, templateHash: hash, templateKey: key },
    ]),
  );
}

function writeSteps(
  deploymentId: string,
  epoch: number,
  { bundle, bundleKey, before, alarmsAhead }: PlacedRelease,
): Promise<readonly StepItem[]> {
  const kinds = new Map(
    bundle.stacks
      .filter((stack) => stack.kind !== 'environment')
      .map((stack) => [stack.name, stack.kind]),
  );
  return writePlannedSteps(
    deploymentId,
    epoch,
    bundle.stacks.map((stack) => {
      const { kind, name, stackName, predecessors } = stack;
      const pausing = describePausing(stack, before);
      const ahead = alarmsAhead.get(stackName);
      return {
        target: {
          phase: 'deploy',
          kind,
          name,
          stackName,
          bundleKey,
          ...pausing,
          ...(ahead ? { alarmsAhead: ahead } : {}),
        },
        predecessors: predecessors.map((other) =>
          stepName('deploy', kinds.get(other) ?? 'workload', other),
        ),
      };
    }),
  );
}
