import type { Right } from '../constructs/rights.js';
import type { Arns } from './arns.js';

/** ARNs of Autoland's own resources. */
export type OwnArns = {
  readonly table: string;
  readonly tableIndex: string;
  readonly bucket: string;
  /** URL prefix of the objects in the bucket, as CloudFormation sees templates. */
  readonly bucketUrl: string;
  /** Key of the bucket. */
  readonly key: string;
  readonly stateMachines: readonly string[];
  readonly bus: string;
  /** Of the table. */
  readonly stream: string;
  readonly executions: readonly string[];
  /** The functions that other functions call. */
  readonly calledFunctions: readonly string[];
};

type Scope = { readonly own: OwnArns; readonly app: Arns };
type Limits = Omit<Right, 'actions'>;

const WHY_APP =
  "Copilot's names begin with the application and end in a random id: everything of the configured applications";
const WHY_OBJECTS = 'objects of the artifact bucket: keys hold hashes';
const WHY_EXECUTIONS = 'executions of our state machines: each has an id of its own';
const WHY_NO_RESOURCE = 'the action knows no resources';

const table = ({ own }: Scope): Limits => ({ resources: [own.table] });
const stream = ({ own }: Scope): Limits => ({ resources: [own.stream] });
const objects = ({ own }: Scope): Limits => ({ resources: [`${own.bucket}/*`], why: WHY_OBJECTS });
const stacks = ({ app }: Scope): Limits => ({ resources: app.stacks, why: WHY_APP });
const key = ({ own }: Scope): Limits => ({
  resources: [own.key],
  conditions: { StringLike: { 'kms:ViaService': 's3.*' } },
});
const executions = ({ own }: Scope): Limits => ({ resources: own.executions, why: WHY_EXECUTIONS });
const services = ({ app }: Scope): Limits => ({ resources: app.services, why: WHY_APP });
const stackSets = ({ app }: Scope): Limits => ({
  resources: app.stackSets,
  why: "Copilot's StackSet of the configured applications; its id is random",
});
const sharedStacks = ({ app }: Scope): Limits => ({
  resources: [...app.stacks, ...app.sharedStacks],
  why: WHY_APP,
});
const repositories = ({ app }: Scope): Limits => ({ resources: app.repositories, why: WHY_APP });
const sharedObjects = ({ app }: Scope): Limits => ({
  resources: app.sharedBuckets.map((bucket) => `${bucket}/*`),
  why: 'everything in the artifact bucket that goes with its application',
});
const ofClusters = ({ app }: Scope): Limits => ({
  resources: ['*'],
  why: 'on Fargate the action knows no resources; the condition names the clusters',
  conditions: { ArnLike: { 'ecs:cluster': app.clusters } },
});
const anything = (why: string) => (): Limits => ({ resources: ['*'], why });

/**
 * Who asks names an application and an environment, never a role or a template; were a function talked into more, these
 * conditions would still hold: only Copilot's execution roles, only templates out of our bucket.
 */
const changeSets = ({ own, app }: Scope): Limits => ({
  resources: app.stacks,
  why: WHY_APP,
  conditions: {
    ArnLike: { 'cloudformation:RoleArn': app.executionRoles },
    StringLike: { 'cloudformation:TemplateUrl': `${own.bucketUrl}/*` },
  },
});

const deletions = ({ app }: Scope): Limits => ({
  resources: app.stacks,
  why: WHY_APP,
  // Without a role in the call CloudFormation takes the one that the stack was made with.
  conditions: { ArnLikeIfExists: { 'cloudformation:RoleArn': app.executionRoles } },
});

const executionRoles = ({ app }: Scope): Limits => ({
  resources: app.executionRoles,
  why: "Copilot's execution roles of the configured applications, one per environment",
  conditions: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
});

/** Every action that any function may take, with the resources and conditions that it is limited to. */
const LIMITS = {
  'dynamodb:GetItem': table,
  'dynamodb:PutItem': table,
  'dynamodb:DeleteItem': table,
  'dynamodb:Query': ({ own }: Scope): Limits => ({ resources: [own.table, own.tableIndex] }),
  'dynamodb:DescribeStream': stream,
  'dynamodb:GetRecords': stream,
  'dynamodb:GetShardIterator': stream,
  'dynamodb:ListStreams': anything(WHY_NO_RESOURCE),
  's3:GetObject': objects,
  's3:PutObject': objects,
  // Lets S3 answer "there is none" instead of "you may not" to who asks for an object.
  's3:ListBucket': ({ own }: Scope): Limits => ({ resources: [own.bucket] }),
  's3:ListBucketVersions': ({ app }: Scope): Limits => ({
    resources: app.sharedBuckets,
    why: 'its name ends in a random part',
  }),
  's3:DeleteObject': sharedObjects,
  's3:DeleteObjectVersion': sharedObjects,
  'kms:Decrypt': key,
  'kms:GenerateDataKey': key,
  'cloudformation:DescribeStacks': sharedStacks,
  'cloudformation:DescribeStackEvents': stacks,
  'cloudformation:DescribeEvents': stacks,
  'cloudformation:DescribeChangeSet': stacks,
  'cloudformation:ListChangeSets': stacks,
  'cloudformation:ListStackResources': sharedStacks,
  'cloudformation:GetTemplate': stacks,
  'cloudformation:CreateChangeSet': changeSets,
  'cloudformation:ExecuteChangeSet': stacks,
  'cloudformation:DeleteChangeSet': stacks,
  'cloudformation:CancelUpdateStack': stacks,
  'cloudformation:ContinueUpdateRollback': deletions,
  'cloudformation:DeleteStack': deletions,
  'cloudformation:ListExports': anything(WHY_NO_RESOURCE),
  'cloudformation:ListImports': anything(WHY_NO_RESOURCE),
  'cloudformation:ListStacks': anything(WHY_NO_RESOURCE),
  'cloudformation:DescribeStackSet': stackSets,
  'cloudformation:DescribeStackSetOperation': stackSets,
  'cloudformation:ListStackInstances': stackSets,
  'cloudformation:DeleteStackInstances': stackSets,
  'cloudformation:DeleteStackSet': stackSets,
  'iam:PassRole': executionRoles,
  'lambda:InvokeFunction': ({ own }: Scope): Limits => ({ resources: own.calledFunctions }),
  'sts:AssumeRole': ({ app }: Scope): Limits => ({
    resources: app.placeRoles,
    why: 'one role per environment that is elsewhere; it says itself what may be done there',
  }),
  'events:PutEvents': ({ own }: Scope): Limits => ({ resources: [own.bus] }),
  'states:StartExecution': ({ own }: Scope): Limits => ({ resources: own.stateMachines }),
  'states:DescribeExecution': executions,
  'states:StopExecution': executions,
  'states:SendTaskSuccess': anything('a task token is the key; the action knows no resources'),
  'states:SendTaskFailure': anything('a task token is the key; the action knows no resources'),
  'states:SendTaskHeartbeat': anything('a task token is the key; the action knows no resources'),
  // Composite alarms are shown only to who may see all alarms: a rule of CloudWatch.
  'cloudwatch:DescribeAlarms': anything(
    'alarms in manifests carry any name, and CloudWatch shows composite alarms only under *',
  ),
  'ecs:DescribeServices': services,
  'ecs:ListServiceDeployments': services,
  // Tasks are listed by the family or the deployment that they belong to: the action knows only container instances, which
  // Fargate has not, so its cluster limits it.
  'ecs:ListTasks': ofClusters,
  'ecs:ListServices': ofClusters,
  'ecs:DescribeTasks': ({ app }: Scope): Limits => ({ resources: app.tasks, why: WHY_APP }),
  'ecs:DescribeServiceDeployments': ({ app }: Scope): Limits => ({
    resources: [...app.services, ...app.serviceDeployments],
    why: WHY_APP,
  }),
  'ecs:DescribeServiceRevisions': ({ app }: Scope): Limits => ({
    resources: [...app.services, ...app.serviceRevisions],
    why: WHY_APP,
  }),
  'ecs:StopServiceDeployment': ({ app }: Scope): Limits => ({
    resources: [...app.services, ...app.serviceDeployments],
    why: WHY_APP,
  }),
  'ecs:ContinueServiceDeployment': ({ app }: Scope): Limits => ({
    resources: [...app.services, ...app.serviceDeployments],
    why: WHY_APP,
  }),
  'apprunner:DescribeService': ({ app }: Scope): Limits => ({
    resources: app.appRunnerServices,
    why: WHY_APP,
  }),
  'ecr:DescribeImages': repositories,
  'ecr:GetLifecyclePolicy': repositories,
  'ecr:ListImages': repositories,
  'ecr:BatchDeleteImage': repositories,
  'ssm:GetParameter': ({ app }: Scope): Limits => ({ resources: app.parameters, why: WHY_APP }),
  'ssm:GetParametersByPath': ({ app }: Scope): Limits => ({ resources: app.records, why: WHY_APP }),
  'ssm:DeleteParameters': ({ app }: Scope): Limits => ({
    resources: [...new Set([...app.parameters, ...app.records])],
    why: WHY_APP,
  }),
  'acm:DescribeCertificate': ({ app }: Scope): Limits => ({
    resources: app.certificates,
    why: 'imported certificates have random ids; those of CloudFront are in us-east-1',
  }),
  'ec2:DescribeManagedPrefixLists': anything(WHY_NO_RESOURCE),
  'ec2:DescribeSubnets': anything(WHY_NO_RESOURCE),
  'elasticloadbalancing:DescribeLoadBalancers': anything(WHY_NO_RESOURCE),
  'elasticloadbalancing:DescribeListeners': anything(WHY_NO_RESOURCE),
  'elasticloadbalancing:DescribeRules': anything(WHY_NO_RESOURCE),
  'elasticloadbalancing:DescribeTargetHealth': anything(WHY_NO_RESOURCE),
} as const satisfies { readonly [action: string]: (scope: Scope) => Limits };

export type Action = keyof typeof LIMITS;

/** All of them, for the permissions boundary. */
export const ACTIONS = Object.keys(LIMITS) as readonly Action[];

/** Actions with the same limits share a statement: IAM counts characters. */
export function describeRights(actions: readonly Action[], scope: Scope): readonly Right[] {
  const byLimits = new Map<string, Right>();
  for (const action of [...new Set(actions)].sort()) {
    const limits: Limits = LIMITS[action](scope);
    const key = JSON.stringify(limits);
    const merged = byLimits.get(key)?.actions ?? [];
    byLimits.set(key, { ...limits, actions: [...merged, action] });
  }
  return [...byLimits.values()];
}
