import type { DeploymentOptions } from '../../core/deployment/request.js';
import type { Facts } from '../../core/facts/facts.js';
import type { WorkspaceFiles } from '../../core/workspace/workspace.js';
import { zipWorkspace } from '../../core/workspace/zip-workspace.js';
import { app } from '../../functions/support/api/app.js';
import type { Problem } from '../../functions/support/api/problem.js';
import { getDeployment } from '../../functions/support/deployments/deployments.js';
import {
  type DeploymentDocument,
  describeDeployment,
} from '../../functions/support/deployments/document.js';
import type { Mishap } from '../account/mishaps.js';
import { VirtualClock } from '../clock.js';
import { seededRandom } from '../random.js';
import { createRuntime, type Runtime, type RuntimeOptions } from '../runtime.js';
import type { Assumptions } from './assume.js';
import { furnishAccount } from './furnish-account.js';
import type { Prepared } from './prepare.js';
import { scheduleAlarms } from './schedule-alarms.js';
import { type ApproverAnswer, simulateApprover } from './simulate-approver.js';

export type RehearsalRequest = {
  readonly files: WorkspaceFiles;
  readonly environment: string;
  readonly prepared: Prepared;
  readonly facts: Partial<Facts>;
  readonly mishaps: readonly Mishap[];
  readonly seed: number;
  readonly options: Partial<DeploymentOptions>;
  /** `nothing`: the first deployment into an empty account. `previous`: an earlier release is in place already. */
  readonly from: 'nothing' | 'previous';
  /** Approvals are asked for, and this is what a person answers after a minute. */
  readonly approve?: ApproverAnswer | undefined;
};

export type RehearsalListener = {
  /** The rehearsed deployment begins; the one before it, if any, is in place. */
  readonly onStart?: (runtime: Runtime, deploymentId: string) => void;
  /** Each function of the rehearsed deployment that has run. */
  readonly onInvoked?: RuntimeOptions['onInvoked'];
  /** Awaited before virtual time moves on, once the rehearsed deployment has begun. */
  readonly onAdvance?: (fromMs: number, toMs: number) => Promise<void>;
};

export type RehearsalResult =
  | {
      readonly kind: 'ended';
      readonly document: DeploymentDocument;
      /** The rollback after success, where there was one. */
      readonly rollback: DeploymentDocument | undefined;
      /** State transitions that AWS would bill, nested executions too. */
      readonly transitions: number;
    }
  | { readonly kind: 'rejected'; readonly problem: Problem };

/** Deploys a workspace in a simulated account under a virtual clock, through the API, state machines and functions that run on AWS. */
export async function rehearse(
  request: RehearsalRequest,
  listener: RehearsalListener = {},
): Promise<RehearsalResult> {
  let started = false;
  const clock = new VirtualClock(undefined, async (from, to) => {
    if (started) await listener.onAdvance?.(from, to);
  });
  const { prepared } = request;
  const { assumptions } = prepared;
  const alarms = scheduleAlarms(request.mishaps);
  const approver = simulateApprover(request.approve);
  const runtime = createRuntime({
    clock,
    random: seededRandom(request.seed),
    facts: assumptions.facts,
    onInvoked: (name, event, result) => {
      alarms.onInvoked(name, event, result);
      approver.onInvoked(name, event, result);
      if (started) listener.onInvoked?.(name, event, result);
    },
  });
  try {
    furnishAccount(runtime.account, request.prepared);
    if (request.from === 'previous') {
      const before = await deploy(
        runtime,
        request,
        prepared.previousFiles,
        assumptions.previousImages,
      );
      if ('problem' in before) return { kind: 'rejected', problem: before.problem };
      await runUntilEnded(runtime, before.id);
      runtime.account.calls.clear();
    }
    for (const mishap of request.mishaps) runtime.account.inject(mishap);
    approver.follow(runtime);
    const asking = { ...request, options: { ...request.options, ...approvalOptions(request) } };
    const accepted = await deploy(runtime, asking, request.files, assumptions.images);
    if ('problem' in accepted) return { kind: 'rejected', problem: accepted.problem };
    alarms.follow(runtime, accepted.id);
    started = true;
    listener.onStart?.(runtime, accepted.id);
    await runUntilEnded(runtime, accepted.id);
    const rollbackId = alarms.expectsRollback
      ? await runThroughWatch(runtime, accepted.id)
      : undefined;
    return {
      kind: 'ended',
      document: await describeDeployment(await getDeployment(accepted.id)),
      rollback: rollbackId ? await describeDeployment(await getDeployment(rollbackId)) : undefined,
      transitions: countTransitions(runtime, [accepted.id, rollbackId ?? '']),
    };
  } finally {
    runtime.close();
  }
}

function approvalOptions({ approve }: RehearsalRequest): Partial<DeploymentOptions> {
  return approve ? { requireApproval: true, statefulLoss: 'approve' } : {};
}

type Posted = { readonly id: string } | { readonly problem: Problem };

async function deploy(
  runtime: Runtime,
  request: RehearsalRequest,
  files: WorkspaceFiles,
  images: Assumptions['images'],
): Promise<Posted> {
  const upload = await runtime.clock.track(
    Promise.resolve(
      app.request('/v1/workspaces', {
        method: 'POST',
        headers: { 'content-type': 'application/zip' },
        body: new Blob([new Uint8Array(zipWorkspace(files))]),
      }),
    ),
  );
  const { workspace } = (await upload.json()) as { workspace: string };
  const body = {
    application: request.prepared.application,
    environment: request.environment,
    workspace,
    images,
    variables: request.facts.variables ?? {},
    options: request.options,
  };
  const answer = await app.request('/v1/deployments', {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return answer.ok
    ? ((await answer.json()) as { id: string })
    : { problem: (await answer.json()) as Problem };
}

async function runUntilEnded(runtime: Runtime, deploymentId: string): Promise<void> {
  const clock = runtime.clock as VirtualClock;
  const isRunning = (): boolean =>
    runtime.engine
      .listExecutions({ status: 'RUNNING' })
      .some((execution) => execution.name === deploymentId);
  await clock.runUntil(() => !isRunning());
}

/** After success the alarms are watched on; goes on until the rollback has ended, or the watch is over. */
async function runThroughWatch(
  runtime: Runtime,
  deploymentId: string,
): Promise<string | undefined> {
  const clock = runtime.clock as VirtualClock;
  const rollbackId = `rb-${deploymentId}`;
  const end = clock.now() + 25 * 3_600_000;
  const ofRollback = () =>
    runtime.engine.listExecutions().find((execution) => execution.name === rollbackId);
  await clock.runUntil(() => {
    const execution = ofRollback();
    return clock.now() > end || (execution !== undefined && execution.status !== 'RUNNING');
  });
  return ofRollback() ? rollbackId : undefined;
}

/** Transitions of these executions with all that they started. */
function countTransitions(runtime: Runtime, names: readonly string[]): number {
  const executions = runtime.engine.listExecutions();
  const started = executions.filter((execution) => {
    const id = (execution.input as { readonly deploymentId?: string }).deploymentId;
    return names.includes(id ?? '') && execution.parentExecutionArn === undefined;
  });
  return started.reduce((sum, { transitions }) => sum + transitions.own + transitions.children, 0);
}
