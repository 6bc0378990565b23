import * as z from 'zod';
import { ALARM_POLICIES, MISSING_POLICIES } from '../alarms/alarm-states.js';
import { APPROVAL_REASONS } from '../approval/approval-request.js';
import { DEPLOY_MINUTES, MOST_DEPLOY_MINUTES } from './deadline.js';

/** Names of applications and environments as Copilot allows them. */
export const Name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]*$/,
    'must start with a letter and hold only lowercase letters, digits and hyphens',
  )
  .max(255);

/** Copilot's commands allow workloads no capitals either, but whoever writes a manifest by hand may have them. */
export const WorkloadName = z
  .string()
  .regex(
    /^[a-zA-Z0-9][a-zA-Z0-9-]*$/,
    'must start with a letter or digit and hold only letters, digits and hyphens',
  )
  .max(255);

const Image = z.strictObject({
  repository: z.string().min(1),
  tag: z.string().optional(),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hex digits')
    .optional(),
});

export const DeploymentOptions = z
  .strictObject({
    /** What to do while another deployment holds the environment. */
    whenBusy: z.enum(['queue', 'supersede', 'refuse']).default('queue'),
    /** Minutes from the request after which nothing new begins, what runs is stopped and the release goes back. */
    deadlineMinutes: z.number().min(5).max(MOST_DEPLOY_MINUTES).default(DEPLOY_MINUTES),
    /** Minutes under alarms after the stacks are done, before success is said. */
    bakeMinutes: z.number().min(0).max(1440).default(5),
    /** Minutes after success in which an alarm still rolls the release back. */
    watchMinutes: z.number().min(0).max(1440).default(60),
    alarmsFiring: z.enum(ALARM_POLICIES).default('rearm-when-ok'),
    alarmsMissing: z.enum(MISSING_POLICIES).default('ignore'),
    /** `stop`: after a failure nothing new starts. `continue`: what does not depend on it goes on. */
    onStepFailure: z.enum(['stop', 'continue']).default('stop'),
    onFailure: z.enum(['roll-back', 'leave']).default('roll-back'),
    /** `release`: everything this release changed goes back. `workload`: only the workloads that failed. */
    rollbackUnit: z.enum(['release', 'workload']).default('release'),
    /** With nothing to go back to, new stacks are left for the next attempt, or removed. */
    firstDeployment: z.enum(['leave', 'remove']).default('leave'),
    /** Environment addons hold data: they go back only when asked. */
    rollBackAddons: z.boolean().default(false),
    /** Replacement or removal of a resource that holds data: refused unless the request, or a person, allows it. */
    statefulLoss: z.enum(['refuse', 'approve', 'allow']).default('refuse'),
    /** Somebody else than who asks must approve before the first change. */
    requireApproval: z.boolean().default(false),
    /** … only when the plan finds one of these. */
    requireApprovalWhen: z.array(z.enum(APPROVAL_REASONS)).default([]),
    /** Minutes until an approval that nobody gives is taken as refused. The environment is held meanwhile. */
    approvalMinutes: z.number().min(1).max(1440).default(480),
    /** Unknown manifest keys are errors. */
    strict: z.boolean().default(false),
    /** Deploys content again that was rolled back before. */
    force: z.boolean().default(false),
  })
  .superRefine(({ bakeMinutes, deadlineMinutes }, context) => {
    if (bakeMinutes < deadlineMinutes) return;
    const message = `must be less than deadlineMinutes, but ${bakeMinutes} is not less than ${deadlineMinutes}: send a larger deadlineMinutes too (${MOST_DEPLOY_MINUTES} at most), or a smaller bakeMinutes`;
    context.addIssue({ code: 'custom', path: ['bakeMinutes'], message });
  });

export type DeploymentOptions = z.infer<typeof DeploymentOptions>;

/**
 * Body of `POST /v1/deployments`. It names application, environment and what to deploy; never a role, a template URL
 * or a bucket, so that Autoland cannot be made to act for others with its own rights.
 */
export const DeploymentRequest = z.strictObject({
  application: Name.optional(),
  environment: Name,
  /** Id of an uploaded workspace (`POST /v1/workspaces`). */
  workspace: z.string().regex(/^w-[0-9a-f-]{8,64}$/, 'must be an id from POST /v1/workspaces'),
  /** Only these workloads and addons; all of the workspace when absent. */
  names: z.array(WorkloadName).min(1).optional(),
  /** Pushed images: workload -> container -> image. */
  images: z.record(WorkloadName, z.record(z.string(), Image)).optional(),
  /** Values for `${NAME}` in manifests. */
  variables: z.record(z.string(), z.string()).optional(),
  sourceCommit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/, 'must be the hash of a commit: 7 to 64 hex digits')
    .optional(),
  /** Who asks, for instance `github:owner/repo:main`; a newer request of the same source may supersede an older one. */
  source: z.string().max(200).optional(),
  options: DeploymentOptions.prefault({}),
});

export type DeploymentRequest = z.infer<typeof DeploymentRequest>;

/** Body of `POST /v1/rollbacks`: a person goes back. */
export const RollbackOrder = z.strictObject({
  application: Name,
  environment: Name,
  /** Only this workload; the whole release when absent. */
  workload: WorkloadName.optional(),
  /** What is in place, by release or deployment: refused when something else is by now. */
  from: z.string().min(1).max(100).optional(),
  /** Where to, by release or deployment; the good release before when absent. */
  to: z.string().min(1).max(100).optional(),
  reason: z.string().min(1).max(500).default('asked for'),
  /** Workloads that came after the release that is gone back to. */
  newStacks: z.enum(['remove', 'leave']).default('remove'),
  /** Environment addons hold data: they go back only when asked. */
  rollBackAddons: z.boolean().default(false),
  /** Goes back also to a release that was itself rolled back before. */
  force: z.boolean().default(false),
});

export type RollbackOrder = z.infer<typeof RollbackOrder>;

const Ref = z.object({ releaseId: z.string(), bundleKey: z.string() });

/** What was found when a person asked to go back: carried out as it was found, or not at all. */
export const ManualRollback = z.object({
  /** The deployment that brought in what was in place then. */
  inPlace: z.string(),
  /** Deployments that are undone, newest first. */
  undone: z.array(z.string()).min(1),
  /** Null: to how everything was before the oldest of them. */
  to: Ref.nullable(),
  workload: z.string().optional(),
  newStacks: z.enum(['remove', 'leave']),
  rollBackAddons: z.boolean(),
  /** To a release that was itself rolled back. */
  force: z.boolean().default(false),
  /** Of a workload that goes back alone: the release that it is then, of itself only, and how it was before. */
  release: Ref.optional(),
  before: z.array(z.object({ bundleKey: z.string(), stacks: z.array(z.string()) })).default([]),
});

export type ManualRollback = z.infer<typeof ManualRollback>;

/** What a rollback of its own is asked to undo: written by an alarm after success, or by `POST /v1/rollbacks`. */
export const RollbackRequest = z.strictObject({
  /** The deployment whose release goes back. */
  of: z.string(),
  reason: z.string(),
  alarms: z.array(z.string()).default([]),
  manual: ManualRollback.optional(),
});

export type RollbackRequest = z.infer<typeof RollbackRequest>;
