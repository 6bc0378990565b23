import type {
  DeploymentLifecycleHookDetail,
  DeploymentLifecycleHookStage,
} from '@aws-sdk/client-ecs';
import type { Deployment } from './deploy.js';
import { DeploymentInterrupted } from './deployment-control.js';
import { makeId } from './ecs-world.js';

export type HookStage = DeploymentLifecycleHookStage;

export type Hooks = {
  /** Holds the deployment at each PAUSE hook of the stage until somebody answers or its time is up. */
  pauseAt(stage: HookStage): Promise<void>;
  answer(hookId: string, action: 'CONTINUE' | 'ROLLBACK'): boolean;
};

const MINUTE_MS = 60_000;
const DEFAULT_TIMEOUT_MINUTES = 1440;

export function createHooks({ ecs, service, deployment, control }: Deployment): Hooks {
  const open = new Map<string, (action: 'CONTINUE' | 'ROLLBACK') => void>();

  const show = (hookId: string, change: Partial<DeploymentLifecycleHookDetail>): void => {
    deployment.hooks = deployment.hooks.map((hook) =>
      hook.hookId === hookId ? { ...hook, ...change } : hook,
    );
  };

  const announce = (hookId: string, stage: HookStage): void => {
    ecs.world.send({
      source: 'aws.ecs',
      detailType: 'ECS Hook State Change',
      resources: [service.arn],
      detail: {
        eventType: 'INFO',
        eventName: 'HOOK_AWAITING_ACTION',
        serviceDeploymentArn: deployment.arn,
        lifecycleStage: stage,
        hookId,
        updatedAt: new Date(ecs.world.clock.now()).toISOString(),
      },
    });
  };

  const pause = async (
    stage: HookStage,
    minutes: number,
    timeoutAction: 'CONTINUE' | 'ROLLBACK',
  ): Promise<void> => {
    const hookId = makeId(ecs, `hook/${service.name}`, 16);
    const expiresAt = new Date(ecs.world.clock.now() + minutes * MINUTE_MS);
    const hook = {
      hookId,
      targetType: 'PAUSE',
      status: 'AWAITING_ACTION',
      expiresAt,
      timeoutAction,
    } as const;
    deployment.hooks = [...deployment.hooks, hook];
    announce(hookId, stage);
    let cancelTimer = (): void => undefined;
    const answered = new Promise<'CONTINUE' | 'ROLLBACK'>((resolve) => open.set(hookId, resolve));
    const timedOut = new Promise<'timeout'>((resolve) => {
      cancelTimer = ecs.world.clock.after(minutes * MINUTE_MS, () => resolve('timeout'));
    });
    try {
      const result = await control.wait(Promise.race([answered, timedOut]));
      const action = result === 'timeout' ? timeoutAction : result;
      show(hookId, {
        status: result === 'timeout' ? 'TIMED_OUT' : action === 'CONTINUE' ? 'SUCCEEDED' : 'FAILED',
      });
      if (action === 'ROLLBACK') throw new DeploymentInterrupted('hook');
    } finally {
      cancelTimer();
      open.delete(hookId);
    }
  };

  return {
    pauseAt: async (stage) => {
      for (const hook of deployment.configuration.lifecycleHooks ?? []) {
        if (hook.targetType !== 'PAUSE' || !hook.lifecycleStages?.includes(stage)) continue;
        const { timeoutInMinutes, action } = hook.timeoutConfiguration ?? {};
        await pause(stage, timeoutInMinutes ?? DEFAULT_TIMEOUT_MINUTES, action ?? 'ROLLBACK');
      }
    },
    answer: (hookId, action) => {
      const resolve = open.get(hookId);
      resolve?.(action);
      return resolve !== undefined;
    },
  };
}
