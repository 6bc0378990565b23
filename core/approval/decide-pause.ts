import type { ApprovalRequest } from './approval-request.js';

export type HookAction = 'CONTINUE' | 'ROLLBACK';

/** A service deployment that ECS holds at a lifecycle stage until somebody lets it go on. Times in ms since the epoch. */
export type Pause = {
  readonly serviceArn: string;
  readonly serviceDeploymentArn: string;
  readonly hookId: string;
  /** `POST_TEST_TRAFFIC_SHIFT`; empty where ECS does not tell. */
  readonly stage: string;
  readonly expiresAt: number | null;
  /** What ECS does by itself when the time is up. */
  readonly onTimeout: HookAction;
};

export type PausedStack = {
  /** The step brings a release in; false: it goes back, or its stack does. */
  readonly goesForward: boolean;
  readonly stackStatus: string;
  /** The service deployment is the first of the operation; a later one is CloudFormation's way back. */
  readonly isFirst: boolean;
  /** Why nothing new of the deployment may begin. */
  readonly stopped: string | undefined;
};

export type PauseDecision =
  | { readonly kind: 'ask' }
  | { readonly kind: 'answer'; readonly action: HookAction; readonly reason: string };

/** What to do about a pause. Only the way forward asks: a rollback that waits for a person is none. First rule wins. */
export function decidePause({
  goesForward,
  stackStatus,
  isFirst,
  stopped,
}: PausedStack): PauseDecision {
  if (/ROLLBACK|DELETE/.test(stackStatus))
    return isFirst
      ? answer('ROLLBACK', 'the stack goes back')
      : answer('CONTINUE', 'the way back waits for nobody');
  if (!goesForward) return answer('CONTINUE', 'the way back waits for nobody');
  if (stopped) return answer('ROLLBACK', stopped);
  return { kind: 'ask' };
}

function answer(action: HookAction, reason: string): PauseDecision {
  return { kind: 'answer', action, reason };
}

export const PAUSE_KIND = 'pause';

/** ECS keeps the time; should it not be heard of, the question ends by itself this much later. */
const GRACE_MS = 600_000;

/** The question that a pause asks. */
export function describePause(workload: string, pause: Pause): ApprovalRequest {
  const { stage, expiresAt } = pause;
  const where = stage === '' ? '' : ` at ${stage}`;
  return {
    kind: PAUSE_KIND,
    question: `ECS holds the deployment of ${workload}${where}. Go on?`,
    data: { workload, ...pause },
    ...(expiresAt === null ? {} : { until: expiresAt + GRACE_MS }),
  };
}

/** How a pause stands that somebody was asked about. */
export type PauseState = 'AWAITING_ACTION' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'over';

export type PauseEnd = { readonly approved: boolean; readonly comment: string };

/** How a question ends whose pause is over without our answer; undefined while it is not. */
export function describePauseEnd(state: PauseState, onTimeout: HookAction): PauseEnd | undefined {
  switch (state) {
    case 'AWAITING_ACTION':
      return undefined;
    case 'SUCCEEDED':
      return { approved: true, comment: 'somebody let ECS go on without asking here' };
    case 'TIMED_OUT':
      return onTimeout === 'CONTINUE'
        ? { approved: true, comment: 'nobody has answered in time, and ECS went on' }
        : { approved: false, comment: 'nobody has answered in time, and ECS went back' };
    case 'FAILED':
      return { approved: false, comment: 'somebody had ECS go back without asking here' };
    case 'over':
      return { approved: false, comment: 'the deployment of the service ended meanwhile' };
  }
}
