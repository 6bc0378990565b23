import type { Verdict } from '../verdict.js';
import type { AutolandEvent } from './event-schemas.js';
import { EVENT_VERSION } from './event-version.js';

/** The line of the timeline that an event goes with. */
export type EventEntry = {
  readonly entryId: string;
  readonly at: number;
  readonly kind: string;
  readonly message: string;
  /** `rollback-ended`: whether everything is back that was to go back. */
  readonly data?: unknown;
};

export type EventDeployment = {
  readonly deploymentId: string;
  readonly kind: 'deploy' | 'rollback' | 'delete';
  readonly application: string;
  readonly environment: string;
  readonly requestedBy: string | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  readonly verdict: Verdict | null;
  readonly source: string | null;
  readonly sourceCommit: string | null;
  readonly releaseId: string | null;
  readonly summary: string;
  readonly rootCause: {
    readonly class?: string | undefined;
    readonly step?: string | undefined;
    readonly reason: string;
    readonly nextStep: string;
  } | null;
  readonly notRestored: readonly { readonly name: string }[];
  /** For a rollback of its own: what it was asked to undo. */
  readonly rollback: {
    readonly of: string;
    readonly reason: string;
    readonly alarms: readonly string[];
  } | null;
};

export type EventStep = {
  readonly name: string;
  readonly phase: 'deploy' | 'restore' | 'delete';
  readonly stackName: string;
  readonly status: string;
  readonly result: { readonly kind: string; readonly reason?: string | null | undefined } | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
};

export type EventApproval = {
  readonly approvalId: string;
  readonly kind: string;
  readonly question: string;
  readonly step: string | null;
  readonly until: number;
};

/** What a line of the timeline is about, read from the ledger. */
export type EventSubject = {
  readonly deployment: EventDeployment;
  readonly step?: EventStep | undefined;
  readonly approval?: EventApproval | undefined;
};

/** Kinds of timeline lines that are told to others too. */
export const ANNOUNCED: ReadonlySet<string> = new Set([
  'accepted',
  'step-started',
  'step-ended',
  'step-skipped',
  'verdict',
  'approval-requested',
  'rollback-planned',
  'rollback-ended',
]);

/** The event that goes with a line of the timeline; undefined where the line is for readers of the timeline only. */
export function describeEvent(entry: EventEntry, subject: EventSubject): AutolandEvent | undefined {
  switch (entry.kind) {
    case 'accepted':
      return { type: 'deployment.started', detail: describeBase(entry, subject, 'started') };
    case 'verdict':
      return describeFinish(entry, subject);
    case 'approval-requested':
      return subject.approval && describeApproval(entry, subject, subject.approval);
    case 'rollback-planned':
    case 'rollback-ended':
      return describeRollback(entry, subject);
    case 'step-started':
    case 'step-ended':
    case 'step-skipped':
      return subject.step && describeStep(entry, subject, subject.step);
    default:
      return undefined;
  }
}

function describeBase(entry: EventEntry, { deployment }: EventSubject, words: string) {
  const { deploymentId, kind, application, environment } = deployment;
  const { requestedBy, source, sourceCommit } = deployment;
  const place = environment ? `${application}/${environment}` : application;
  return {
    version: EVENT_VERSION,
    id: `${deploymentId}/${entry.entryId}`,
    at: entry.at,
    deploymentId,
    kind,
    application,
    environment,
    requestedBy,
    source,
    sourceCommit,
    headline: shorten(`${place}: ${words}`),
  } as const;
}

const LONGEST = 140;

/**
 * One line of 140 characters, as a commit status takes it, without what would need escaping: EventBridge's input
 * transformer puts values into JSON as they are.
 */
function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/["\\]/g, "'");
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

function describeFinish(entry: EventEntry, subject: EventSubject): AutolandEvent | undefined {
  const { verdict, summary, releaseId, rootCause, ...deployment } = subject.deployment;
  if (verdict === null) return undefined;
  const cause = rootCause && {
    class: rootCause.class ?? null,
    step: rootCause.step ?? null,
    reason: rootCause.reason,
    nextStep: rootCause.nextStep,
  };
  return {
    type: 'deployment.finished',
    detail: {
      ...describeBase(entry, subject, `${verdict}: ${summary}`),
      verdict,
      summary,
      releaseId,
      rootCause: cause,
      notRestored: deployment.notRestored.map(({ name }) => name),
      durationSeconds: secondsBetween(deployment.createdAt, deployment.finishedAt ?? entry.at),
    },
  };
}

function describeApproval(
  entry: EventEntry,
  subject: EventSubject,
  { approvalId, kind, question, step, until }: EventApproval,
): AutolandEvent {
  return {
    type: 'approval.requested',
    detail: {
      ...describeBase(entry, subject, question),
      approvalId,
      approvalKind: kind,
      question,
      step,
      until,
      path: `/v1/approvals/${approvalId}`,
    },
  };
}

function describeRollback(entry: EventEntry, subject: EventSubject): AutolandEvent {
  const { deploymentId, rollback } = subject.deployment;
  const which = { of: rollback?.of ?? deploymentId, nested: rollback === null };
  if (entry.kind === 'rollback-ended') {
    const { restored } = entry.data as { readonly restored: boolean };
    const detail = { ...describeBase(entry, subject, entry.message), ...which };
    return { type: 'rollback.finished', detail: { ...detail, restored, summary: entry.message } };
  }
  return {
    type: 'rollback.started',
    detail: {
      ...describeBase(entry, subject, `rolls back${rollback ? `: ${rollback.reason}` : ''}`),
      ...which,
      reason: rollback?.reason ?? null,
      alarms: [...(rollback?.alarms ?? [])],
    },
  };
}

const ENDS = ['done', 'failed', 'skipped', 'cancelled'] as const;

function describeStep(entry: EventEntry, subject: EventSubject, step: EventStep): AutolandEvent {
  const { name, phase, stackName, status, result, startedAt, endedAt } = step;
  const which = { step: name, phase, stackName };
  if (entry.kind === 'step-started') {
    const words = `${name} started`;
    return { type: 'step.started', detail: { ...describeBase(entry, subject, words), ...which } };
  }
  return {
    type: 'step.ended',
    detail: {
      ...describeBase(entry, subject, entry.message),
      ...which,
      status: ENDS.find((one) => one === status) ?? 'failed',
      result: result?.kind ?? 'skipped',
      reason: result?.reason ?? null,
      durationSeconds: startedAt === null ? 0 : secondsBetween(startedAt, endedAt ?? entry.at),
    },
  };
}

const secondsBetween = (from: number, to: number): number => Math.round((to - from) / 1000);
