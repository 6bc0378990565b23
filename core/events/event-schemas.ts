import * as z from 'zod';
import { VERDICTS } from '../verdict.js';

import { EVENT_VERSION } from './event-version.js';

const Base = {
  version: z.literal(EVENT_VERSION),
  /** The same event delivered twice has the same id. */
  id: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  deploymentId: z.string(),
  kind: z.enum(['deploy', 'rollback', 'delete']),
  application: z.string(),
  /** Empty where a whole application is meant. */
  environment: z.string(),
  requestedBy: z.string().nullable(),
  /** As the request named itself, for instance `github:owner/repo:main`. */
  source: z.string().nullable(),
  sourceCommit: z.string().nullable(),
  /** For people: one line, at most 140 characters, without quotes and backslashes. */
  headline: z
    .string()
    .max(140)
    .regex(/^[^"\\\n]*$/),
};

const Step = {
  ...Base,
  /** For instance `deploy/workload/api`. */
  step: z.string(),
  phase: z.enum(['deploy', 'restore', 'delete']),
  stackName: z.string(),
};

const Rollback = {
  ...Base,
  /** Deployment whose release goes back. */
  of: z.string(),
  /** True: the failed deployment goes back by itself. False: after an alarm or by request. */
  nested: z.boolean(),
};

/** What each event carries, by its detail-type. Described for users in docs/events.md. */
export const EVENT_SCHEMAS = {
  'deployment.started': z.strictObject(Base),
  'deployment.finished': z.strictObject({
    ...Base,
    verdict: z.enum(VERDICTS),
    summary: z.string(),
    releaseId: z.string().nullable(),
    rootCause: z
      .strictObject({
        class: z.string().nullable(),
        step: z.string().nullable(),
        reason: z.string(),
        nextStep: z.string(),
      })
      .nullable(),
    /** Names of what a person has to restore; empty but for FAILED_DIRTY. */
    notRestored: z.array(z.string()),
    durationSeconds: z.number(),
  }),
  'step.started': z.strictObject(Step),
  'step.ended': z.strictObject({
    ...Step,
    status: z.enum(['done', 'failed', 'skipped', 'cancelled']),
    /** `created`, `updated`, `unchanged`, `deleted`, `rolled-back`, `failed`, `not-changed`, `skipped` */
    result: z.string(),
    reason: z.string().nullable(),
    durationSeconds: z.number(),
  }),
  'approval.requested': z.strictObject({
    ...Base,
    approvalId: z.string(),
    approvalKind: z.string(),
    question: z.string(),
    step: z.string().nullable(),
    /** Milliseconds since the epoch: afterwards the answer is no. */
    until: z.number(),
    /** Where to answer: POST {"approved": true}. */
    path: z.string(),
  }),
  'rollback.started': z.strictObject({
    ...Rollback,
    reason: z.string().nullable(),
    alarms: z.array(z.string()),
  }),
  'rollback.finished': z.strictObject({ ...Rollback, restored: z.boolean(), summary: z.string() }),
} as const;

export type EventType = keyof typeof EVENT_SCHEMAS;

/** One event as it goes onto the bus. */
export type AutolandEvent = {
  readonly [type in EventType]: {
    readonly type: type;
    readonly detail: z.infer<(typeof EVENT_SCHEMAS)[type]>;
  };
}[EventType];
