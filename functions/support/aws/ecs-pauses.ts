import {
  ContinueServiceDeploymentCommand,
  DescribeServiceDeploymentsCommand,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
} from '@aws-sdk/client-ecs';
import type { HookAction, Pause, PauseState } from '../../../core/approval/decide-pause.js';
import { clusterOf, ecs, unlessGone } from './ecs.js';

/** A service deployment as far as pauses need it. */
export type ServiceDeploymentView = {
  readonly arn: string;
  readonly isUnderWay: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Hooks that wait for an answer. */
  readonly pauses: readonly Pause[];
  readonly states: ReadonlyMap<string, PauseState>;
};

/** DescribeServiceDeployments takes at most 20; what is older is over. */
const MOST = 20;

/** The latest deployments of the service, newest first. */
export async function listServiceDeployments(
  serviceArn: string,
): Promise<readonly ServiceDeploymentView[]> {
  const listed = await unlessGone(
    ecs.send(
      new ListServiceDeploymentsCommand({
        cluster: clusterOf(serviceArn),
        service: serviceArn,
        maxResults: MOST,
      }),
    ),
  );
  const arns = (listed?.serviceDeployments ?? []).flatMap(
    ({ serviceDeploymentArn }) => serviceDeploymentArn ?? [],
  );
  if (arns.length === 0) return [];
  const { serviceDeployments = [] } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: arns }),
  );
  return serviceDeployments
    .map((one) => toView(serviceArn, one))
    .sort((a, b) => b.createdAt - a.createdAt);
}

/** Only under way it can be continued. Source: ECS developer guide, continue-service-deployment. */
const UNDER_WAY = new Set(['PENDING', 'IN_PROGRESS']);

function toView(serviceArn: string, deployment: ServiceDeployment): ServiceDeploymentView {
  const { serviceDeploymentArn: arn = '', createdAt, status = '', lifecycleStage } = deployment;
  const hooks = (deployment.lifecycleHookDetails ?? []).filter(
    ({ targetType }) => targetType === 'PAUSE',
  );
  const isUnderWay = UNDER_WAY.has(status);
  const awaiting = hooks.filter((hook) => hook.status === 'AWAITING_ACTION');
  return {
    arn,
    isUnderWay,
    createdAt: createdAt?.getTime() ?? 0,
    pauses: isUnderWay
      ? awaiting.map(({ hookId = '', expiresAt, timeoutAction = 'ROLLBACK' }) => ({
          serviceArn,
          serviceDeploymentArn: arn,
          hookId,
          stage: lifecycleStage ?? '',
          expiresAt: expiresAt?.getTime() ?? null,
          onTimeout: timeoutAction,
        }))
      : [],
    states: new Map(
      hooks.map(({ hookId = '', status: state }) => [hookId, toState(state, isUnderWay)]),
    ),
  };
}

function toState(state: string | undefined, isUnderWay: boolean): PauseState {
  switch (state) {
    case 'SUCCEEDED':
    case 'FAILED':
    case 'TIMED_OUT':
      return state;
    default:
      return isUnderWay && state === 'AWAITING_ACTION' ? 'AWAITING_ACTION' : 'over';
  }
}

/** Answers a pause; false when it does not wait any more: ECS, or somebody else, was quicker. */
export async function continueServiceDeployment(
  {
    serviceArn,
    serviceDeploymentArn,
    hookId,
  }: Pick<Pause, 'serviceArn' | 'serviceDeploymentArn' | 'hookId'>,
  action: HookAction,
): Promise<boolean> {
  const isWaiting = async (): Promise<boolean> =>
    (await listServiceDeployments(serviceArn)).some(({ pauses }) =>
      pauses.some((pause) => pause.hookId === hookId),
    );
  if (!(await isWaiting())) return false;
  try {
    await ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action }));
    return true;
  } catch (error) {
    // No answer of its own tells that the pause has ended in between.
    if (await isWaiting()) throw error;
    return false;
  }
}
