import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ALL_ENVIRONMENTS } from '../../../core/deletion/all-environments.js';
import type { StepTarget } from '../../../core/deployment/step-name.js';
import {
  describeEvent,
  type EventDeployment,
  type EventStep,
  type EventSubject,
} from '../../../core/events/describe-event.js';
import type { AutolandEvent } from '../../../core/events/event-schemas.js';
import { EVENT_SOURCE } from '../../../core/events/event-version.js';
import { detail, getDeployment } from '../deployments/deployments.js';
import { ledger } from '../ledger/current-ledger.js';
import type { Deployment } from '../ledger/deployments.js';
import type { Step } from '../ledger/steps.js';
import type { TimelineEntry } from '../ledger/timeline.js';
import { ENV, requireEnv } from '../runtime/env.js';

export const eventBridge = new EventBridgeClient({});

/** Sends the event that goes with a line of the timeline onto Autoland's own bus. */
export async function announce(deploymentId: string, entryId: string): Promise<void> {
  const entry = await ledger().timeline.find(deploymentId, entryId);
  const event = entry && describeEvent(entry, await gatherSubject(deploymentId, entry));
  if (event) await send(event);
}

async function send({ type, detail }: AutolandEvent): Promise<void> {
  const { Entries = [] } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: requireEnv(ENV.eventBus),
          Source: EVENT_SOURCE,
          DetailType: type,
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  const [answer] = Entries;
  // PutEvents succeeds as a call even when it refuses the event.
  if (answer?.ErrorCode)
    throw new Error(`event ${type} was refused: ${answer.ErrorCode} ${answer.ErrorMessage ?? ''}`);
}

async function gatherSubject(
  deploymentId: string,
  { step, kind, data }: TimelineEntry,
): Promise<EventSubject> {
  const [deployment, own, approval] = await Promise.all([
    getDeployment(deploymentId),
    step === undefined ? undefined : ledger().steps.find(deploymentId, step),
    // Written by askApproval.
    kind === 'approval-requested'
      ? ledger().approvals.find((data as { readonly approvalId: string }).approvalId)
      : undefined,
  ]);
  return { deployment: toEventDeployment(deployment), step: own && toEventStep(own), approval };
}

/** Fields of the request that say where it comes from; other kinds of requests have none. */
type Origin = { readonly source?: string; readonly sourceCommit?: string };
type RollbackOrigin = {
  readonly of: string;
  readonly reason: string;
  readonly alarms: readonly string[];
};

function toEventDeployment(deployment: Deployment): EventDeployment {
  const { deploymentId, kind, application, environment, createdAt, finishedAt } = deployment;
  // Parsed when it was accepted.
  const origin = deployment.request as Origin;
  return {
    deploymentId,
    kind,
    application,
    environment: environment === ALL_ENVIRONMENTS ? '' : environment,
    createdAt,
    finishedAt,
    verdict: deployment.verdict,
    requestedBy: deployment.requestedBy ?? null,
    source: origin.source ?? null,
    sourceCommit: origin.sourceCommit ?? null,
    releaseId: detail<{ releaseId: string }>(deployment, 'release')?.releaseId ?? null,
    summary: detail<string>(deployment, 'summary') ?? '',
    rootCause: detail<NonNullable<EventDeployment['rootCause']>>(deployment, 'rootCause') ?? null,
    notRestored: detail<EventDeployment['notRestored']>(deployment, 'notRestored') ?? [],
    rollback: kind === 'rollback' ? (deployment.request as RollbackOrigin) : null,
  };
}

function toEventStep(step: Step): EventStep | undefined {
  const target = detail<StepTarget>(step, 'target');
  if (!target) return undefined;
  return {
    name: step.name,
    phase: target.phase,
    stackName: target.stackName,
    status: step.status,
    result: detail<NonNullable<EventStep['result']>>(step, 'result') ?? null,
    startedAt: step.startedAt,
    endedAt: step.endedAt,
  };
}
