import type {
  DeploymentConfiguration,
  DeploymentLifecycleHookDetail,
  DeploymentLifecycleHookStage,
  ServiceDeploymentLifecycleStage,
  ServiceDeploymentStatus,
} from '@aws-sdk/client-ecs';

export type ContainerRecord = {
  readonly name: string;
  readonly image: string;
  readonly isEssential: boolean;
};

export type TaskDefinitionRecord = {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly containers: readonly ContainerRecord[];
  /** Text that is equal for equal definitions, whatever their revision. */
  readonly content: string;
  /** The rest of the definition as the SDK shows it. */
  readonly shown: { readonly [field: string]: unknown };
  isActive: boolean;
};

export type TaskRecord = {
  readonly arn: string;
  readonly taskDefinitionArn: string;
  /** `ecs-svc/…` */
  readonly startedBy: string;
  readonly createdAt: Date;
  status: 'PROVISIONING' | 'PENDING' | 'RUNNING' | 'DEPROVISIONING' | 'STOPPED';
  isHealthy: boolean;
  startedAt: Date | undefined;
  stoppedAt: Date | undefined;
  stopCode:
    | 'TaskFailedToStart'
    | 'EssentialContainerExited'
    | 'ServiceSchedulerInitiated'
    | undefined;
  stoppedReason: string | undefined;
};

/** What a service runs: the part of its configuration that a deployment brings out. */
export type RevisionRecord = {
  readonly arn: string;
  readonly taskDefinitionArn: string;
  readonly createdAt: Date;
  readonly images: readonly ContainerRecord[];
  readonly loadBalancers: readonly unknown[];
};

export type MonitorStatus = 'DISABLED' | 'MONITORING' | 'MONITORING_COMPLETE' | 'TRIGGERED';

export type DeploymentRecord = {
  readonly arn: string;
  /** `ecs-svc/…`: the older name of a deployment, in events and in DescribeServices. */
  readonly id: string;
  readonly target: RevisionRecord;
  readonly source: RevisionRecord | undefined;
  readonly configuration: DeploymentConfiguration;
  readonly createdAt: Date;
  startedAt: Date | undefined;
  finishedAt: Date | undefined;
  updatedAt: Date;
  status: ServiceDeploymentStatus;
  statusReason: string | undefined;
  lifecycleStage: ServiceDeploymentLifecycleStage | DeploymentLifecycleHookStage | undefined;
  hooks: readonly DeploymentLifecycleHookDetail[];
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  rolloutReason: string;
  breaker: { status: MonitorStatus; failureCount: number; readonly threshold: number };
  alarms: {
    status: MonitorStatus;
    readonly names: readonly string[];
    readonly triggered: string[];
  };
  rollback:
    | {
        readonly id: string;
        readonly reason: string;
        readonly startedAt: Date;
        readonly revision: RevisionRecord;
      }
    | undefined;
  failedTasks: number;
  /** Percent of production traffic on the target. */
  trafficWeight: number;
};

export type DeploymentOutcome =
  | { readonly kind: 'successful' }
  | { readonly kind: 'failed'; readonly cause: FailureCause }
  | { readonly kind: 'superseded' };

export type FailureCause = 'circuit-breaker' | 'alarm' | 'stopped' | 'hook' | 'timeout';

export type ServiceRecord = {
  readonly arn: string;
  readonly name: string;
  readonly clusterArn: string;
  readonly createdAt: Date;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  desiredCount: number;
  configuration: DeploymentConfiguration;
  loadBalancers: readonly unknown[];
  /** Further fields as the SDK shows them. */
  shown: { readonly [field: string]: unknown };
  /** The revision that the service was last told to run. */
  revision: RevisionRecord;
  /** The one that was last brought out completely: where a rollback goes. */
  completed: RevisionRecord | undefined;
  readonly revisions: Map<string, RevisionRecord>;
  readonly deployments: DeploymentRecord[];
  readonly tasks: TaskRecord[];
  readonly events: { readonly id: string; readonly createdAt: Date; readonly message: string }[];
  /** Stack and workload it belongs to, for mishaps. */
  readonly owner: { readonly stackName: string; readonly tags: { readonly [key: string]: string } };
  /** Contents of task definitions that have once been brought out: mishaps spare them. */
  readonly proven: Set<string>;
  active: ActiveDeployment | undefined;
};

/** The deployment under way. */
export type ActiveDeployment = {
  readonly deployment: DeploymentRecord;
  readonly outcome: Promise<DeploymentOutcome>;
  /** Asks it to end: by request of a user, or because a newer one takes over. */
  readonly interrupt: (cause: 'stopped' | 'superseded') => void;
  /** Lets a paused hook go on; false when there is none of this id. */
  readonly answerHook: (hookId: string, action: 'CONTINUE' | 'ROLLBACK') => boolean;
};

export type EcsStore = {
  readonly services: Map<string, ServiceRecord>;
  readonly taskDefinitions: Map<string, TaskDefinitionRecord>;
};

export const createEcsStore = (): EcsStore => ({ services: new Map(), taskDefinitions: new Map() });
