import { parseGoDuration } from '../../manifest/resolve/go-duration.js';
import type { QueueDelay } from '../../manifest/schema/count.js';
import type { WorkerService } from '../../manifest/schema/worker-service.js';
import type { CfnValue, Resource } from '../cloudformation.js';
import { getAtt, join, ref, sub } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { customResourceFunction } from '../custom-resource-function.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';
import { awsManagedPolicy, iamRole, policyDocument, trustService } from '../iam.js';
import { queueLogicalIds } from '../messaging/topic-queue.js';
import { roleDescription } from '../role-description.js';
import { cooldownProperties, scalingPolicy } from './autoscaling.js';
import type { Autoscaling } from './capacity.js';

const METRIC_NAMESPACE = sub('${AppName}-${EnvName}-${WorkloadName}');

/** Messages that may wait per task: how many one task handles within the acceptable latency, rounded up. */
function acceptableBacklog(delay: QueueDelay): number {
  const latency = parseGoDuration(delay.acceptable_latency ?? '0');
  const processing = parseGoDuration(delay.msg_processing_time ?? '0');
  return processing === 0 ? 0 : Math.ceil(latency / processing);
}

function renderLogGroup(): Resource {
  const name = join('/', ['/aws', 'lambda', sub('${BacklogPerTaskCalculatorFunction}')]);
  return { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: name, RetentionInDays: 3 } };
}

function renderCalculator(queues: readonly string[], context: RenderContext): Resource {
  const code = customResourceFunction(context, {
    code: 'BacklogPerTaskCalculatorFunction',
    role: 'BacklogPerTaskCalculatorRole',
    timeout: 600,
  });
  const queueNames = queues.map((id) => getAtt(id, 'QueueName'));
  return describeResource('A Lambda function to emit BacklogPerTask metrics to CloudWatch', {
    ...code,
    Properties: {
      ...code.Properties,
      Environment: {
        Variables: {
          CLUSTER_NAME: environmentOutput('ClusterId'),
          SERVICE_NAME: ref('Service'),
          NAMESPACE: METRIC_NAMESPACE,
          QUEUE_NAMES: join(',', queueNames),
        },
      },
    },
  });
}

function renderCalculatorRole(queues: readonly string[], boundary: string | undefined): Resource {
  const cluster = sub(
    'arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:cluster/${ClusterName}',
    { ClusterName: environmentOutput('ClusterId') },
  );
  const access = {
    PolicyName: 'BacklogPerTaskCalculatorAccess',
    PolicyDocument: policyDocument([
      {
        sid: 'ECS',
        actions: ['ecs:DescribeServices'],
        resources: ['*'],
        condition: { ArnEquals: { 'ecs:cluster': cluster } },
      },
      {
        sid: 'SQS',
        actions: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
        resources: queues.map((id) => getAtt(id, 'Arn')),
      },
    ]),
  };
  const role = iamRole({
    trust: trustService('lambda.amazonaws.com'),
    boundary,
    path: '/',
    policies: [access],
    managed: [awsManagedPolicy('service-role/AWSLambdaBasicExecutionRole')],
  });
  const purpose = 'for BacklogPerTaskCalculatorFunction';
  return describeResource(roleDescription('An IAM role', boundary, purpose), role);
}

function renderSchedule(): Resource {
  const description =
    'A trigger to invoke the BacklogPerTaskCalculator Lambda function every minute';
  return describeResource(description, {
    Type: 'AWS::Events::Rule',
    // The function makes its log group itself, without a retention, when it runs before.
    DependsOn: ['BacklogPerTaskCalculatorLogGroup'],
    Properties: {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [
        {
          Arn: getAtt('BacklogPerTaskCalculatorFunction', 'Arn'),
          Id: 'BacklogPerTaskCalculatorFunctionTrigger',
        },
      ],
    },
  });
}

const PERMISSION: Resource = {
  Type: 'AWS::Lambda::Permission',
  Properties: {
    FunctionName: ref('BacklogPerTaskCalculatorFunction'),
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: getAtt('BacklogPerTaskScheduledRule', 'Arn'),
  },
};

function renderQueuePolicy(queue: string, delay: QueueDelay, scaling: Autoscaling): Resource {
  const backlog = acceptableBacklog(delay);
  const queueName: CfnValue = getAtt(queue, 'QueueName');
  return describeResource(
    `An autoscaling policy to maintain ${backlog} messages/task for ${queue}`,
    scalingPolicy(join('-', [ref('WorkloadName'), 'BacklogPerTask', queueName]), {
      ...cooldownProperties(delay.cooldown, scaling.count.cooldown),
      CustomizedMetricSpecification: {
        Namespace: METRIC_NAMESPACE,
        MetricName: 'BacklogPerTask',
        Statistic: 'Average',
        Dimensions: [{ Name: 'QueueName', Value: queueName }],
        Unit: 'Count',
      },
      TargetValue: backlog,
    }),
  );
}

/** `count.queue_delay` of a worker: a function publishes the backlog per task each minute, a policy per queue scales on it. */
export function renderBacklogScaling(
  worker: WorkerService,
  scaling: Autoscaling,
  context: RenderContext,
): { readonly [id: string]: Resource } {
  const delay = scaling.count.queue_delay;
  if (delay === undefined || Object.values(delay).every((value) => value === undefined)) return {};
  const queues = queueLogicalIds(worker.subscribe);
  const boundary = context.facts.application.permissionsBoundary;
  return {
    BacklogPerTaskCalculatorLogGroup: renderLogGroup(),
    BacklogPerTaskCalculatorFunction: renderCalculator(queues, context),
    BacklogPerTaskCalculatorRole: renderCalculatorRole(queues, boundary),
    BacklogPerTaskScheduledRule: renderSchedule(),
    PermissionToInvokeBacklogPerTaskCalculatorLambda: PERMISSION,
    ...Object.fromEntries(
      queues.map((queue): [string, Resource] => [
        `AutoScalingPolicy${queue}`,
        renderQueuePolicy(queue, delay, scaling),
      ]),
    ),
  };
}
