import type {
  DeploymentLifecycleHookDetail,
  DeploymentLifecycleHookStage,
} from '@aws-sdk/client-ecs';
import type { Deployment } from './deploy.js';
import { DeploymentInterrupted } from './deployment-control.js';
import { makeId } from './ecs-world.js';

export type HookStage = DeploymentLifecycleHookStage;

export type Hooks = {
  /** Holds the deployment at the PAUSE hooks of the stage, all at once, until somebody answers or their time is up. */
  pauseAt(stage: HookStage): Promise<void>;
  answer(hookId: string, action: HookAction): boolean;
};

type HookAction = 'CONTINUE' | 'ROLLBACK';
type HookEvent = 'AWAITING_ACTION' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';

const MINUTE_MS = 60_000;
const DEFAULT_TIMEOUT_MINUTES = 1440;

export function createHooks({ ecs, service, deployment, control }: Deployment): Hooks {
  const open = new Map<string, (action: HookAction) => void>();

  const show = (hookId: string, change: Partial<DeploymentLifecycleHookDetail>): void => {
    deployment.hooks = deployment.hooks.map((hook) =>
      hook.hookId === hookId ? { ...hook, ...change } : hook,
    );
  };

  const announce = (hookId: string, stage: HookStage, event: HookEvent, expiresAt: Date): void => {
    ecs.world.send({
      source: 'aws.ecs',
      detailType: 'ECS Hook State Change',
      resources: [deployment.arn],
      detail: {
        eventType: event === 'FAILED' || event === 'TIMED_OUT' ? 'ERROR' : 'INFO',
        eventName: `HOOK_${event}`,
        hookId,
        hookType: 'PAUSE',
        expiresAt: expiresAt.toISOString(),
        lifecycleStage: stage,
        clusterArn: service.clusterArn,
        serviceArn: service.arn,
        serviceDeploymentArn: deployment.arn,
        updatedAt: new Date(ecs.world.clock.now()).toISOString(),
      },
    });
  };

  const waitForAnswer = async (
    hookId: string,
    minutes: number,
  ): Promise<HookAction | 'timeout'> => {
    let cancelTimer = (): void => undefined;
    const answered = new Promise<HookAction>((resolve) => open.set(hookId, resolve));
    const timedOut = new Promise<'timeout'>((resolve) => {
      cancelTimer = ecs.world.clock.after(minutes * MINUTE_MS, () => resolve('timeout'), 'limit');
    });
    try {
      return await control.wait(Promise.race([answered, timedOut]));
    } finally {
      cancelTimer();
      open.delete(hookId);
    }
  };

  const pause = async (
    stage: HookStage,
    minutes: number,
    timeoutAction: HookAction,
  ): Promise<void> => {
    const hookId = `ecs-pause-${makeId(ecs, `hook/${service.name}`)}`;
    const expiresAt = new Date(ecs.world.clock.now() + minutes * MINUTE_MS);
    const hook = { hookId, targetType: 'PAUSE', expiresAt, timeoutAction } as const;
    deployment.hooks = [...deployment.hooks, { ...hook, status: 'AWAITING_ACTION' }];
    announce(hookId, stage, 'AWAITING_ACTION', expiresAt);
    const result = await waitForAnswer(hookId, minutes);
    const action = result === 'timeout' ? timeoutAction : result;
    const answered = action === 'CONTINUE' ? 'SUCCEEDED' : 'FAILED';
    const status = result === 'timeout' ? 'TIMED_OUT' : answered;
    show(hookId, { status });
    announce(hookId, stage, status, expiresAt);
    if (action === 'ROLLBACK') throw new DeploymentInterrupted('hook');
  };

  return {
    pauseAt: async (stage) => {
      const hooks = (deployment.configuration.lifecycleHooks ?? []).filter(
        ({ targetType, lifecycleStages }) =>
          targetType === 'PAUSE' && lifecycleStages?.includes(stage),
      );
      const answers = hooks.map(({ timeoutConfiguration: { timeoutInMinutes, action } = {} }) =>
        pause(stage, timeoutInMinutes ?? DEFAULT_TIMEOUT_MINUTES, action ?? 'ROLLBACK'),
      );
      try {
        await Promise.all(answers);
      } finally {
        // One that says no speaks for all of the stage.
        for (const close of open.values()) close('ROLLBACK');
      }
    },
    answer: (hookId, action) => {
      const resolve = open.get(hookId);
      resolve?.(action);
      return resolve !== undefined;
    },
  };
}
