import { parseGoDuration } from '../../manifest/resolve/go-duration.js';
import type { ScheduledJob } from '../../manifest/schema/scheduled-job.js';
import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { getAtt, ref, sub } from '../cloudformation.js';
import { platformVersion } from '../containers/task-definition.js';
import type { RenderContext } from '../context.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';
import { iamRole, policyDocument, trustService } from '../iam.js';
import { roleDescription } from '../role-description.js';
import { assignPublicIp, extraSecurityGroups, subnetsProperty } from '../service/network.js';

function retryProperty(job: ScheduledJob): CfnObject {
  if (!job.retries) return {};
  const retry = {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: 10,
    MaxAttempts: job.retries,
    BackoffRate: 1.5,
  };
  return { Retry: [retry] };
}

/** Amazon States Language, with `${…}` that the resource's DefinitionSubstitutions fill in. */
function definition(job: ScheduledJob): CfnObject {
  const timeout = job.timeout === undefined ? 0 : Math.trunc(parseGoDuration(job.timeout));
  return {
    Version: '1.0',
    Comment: 'Run AWS Fargate task',
    ...(timeout === 0 ? {} : { TimeoutSeconds: timeout }),
    StartAt: 'Run Fargate Task',
    States: {
      'Run Fargate Task': {
        Type: 'Task',
        Resource: 'arn:${Partition}:states:::ecs:runTask.sync',
        Parameters: {
          LaunchType: 'FARGATE',
          PlatformVersion: platformVersion(job.platform),
          Cluster: '${Cluster}',
          TaskDefinition: '${TaskDefinition}',
          PropagateTags: 'TASK_DEFINITION',
          'Group.$': '$$.Execution.Name',
          NetworkConfiguration: {
            AwsvpcConfiguration: {
              Subnets: ['${Subnets}'],
              AssignPublicIp: '${AssignPublicIp}',
              SecurityGroups: ['${SecurityGroups}'],
            },
          },
        },
        ...retryProperty(job),
        End: true,
      },
    },
  };
}

/** Items of a JSON list of texts, without the outer quotes: the definition has them around the placeholder. */
const quotedList = (items: CfnValue): CfnValue => ({ 'Fn::Join': ['","', items] });

function substitutions(job: ScheduledJob, context: RenderContext): CfnObject {
  return {
    ContainerName: ref('WorkloadName'),
    Cluster: environmentOutput('ClusterId'),
    TaskDefinition: ref('TaskDefinition'),
    Partition: ref('AWS::Partition'),
    Subnets: quotedList(subnetsProperty(job.network, context.facts)),
    AssignPublicIp: assignPublicIp(job.network),
    // The environment's own group is always there: deny_default means nothing to a job.
    SecurityGroups: quotedList([
      environmentOutput('EnvironmentSecurityGroup'),
      ...extraSecurityGroups(job.network, context),
    ]),
  };
}

function clusterCondition(): CfnObject {
  const arn = sub(
    'arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:cluster/${ClusterID}',
    { ClusterID: environmentOutput('ClusterId') },
  );
  return { ArnEquals: { 'ecs:cluster': arn } };
}

const LOG_DELIVERY_ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

function renderRole(boundary: string | undefined): Resource {
  const policy = {
    PolicyName: 'StateMachine',
    PolicyDocument: policyDocument([
      {
        actions: ['iam:PassRole'],
        resources: [getAtt('ExecutionRole', 'Arn'), getAtt('TaskRole', 'Arn')],
      },
      {
        actions: ['ecs:RunTask'],
        resources: [ref('TaskDefinition')],
        condition: clusterCondition(),
      },
      {
        actions: ['ecs:StopTask', 'ecs:DescribeTasks'],
        resources: ['*'],
        condition: clusterCondition(),
      },
      // Log delivery has no permissions for single resources.
      { actions: LOG_DELIVERY_ACTIONS, resources: ['*'] },
      {
        actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
        resources: [
          sub(
            'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForECSTaskRule',
          ),
        ],
      },
    ]),
  };
  const role = iamRole({
    trust: trustService('states.amazonaws.com'),
    boundary,
    policies: [policy],
  });
  const purpose = 'for a state machine to run ECS tasks in your cluster';
  return describeResource(roleDescription('An IAM role', boundary, purpose), role);
}

/** The state machine that runs the task, with retries and a time limit. */
export function renderStateMachine(
  job: ScheduledJob,
  context: RenderContext,
): { readonly [id: string]: Resource } {
  const description = 'A state machine to invoke your job and handle retry and timeout logic';
  return {
    StateMachine: describeResource(description, {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: sub('${AppName}-${EnvName}-${WorkloadName}'),
        RoleArn: getAtt('StateMachineRole', 'Arn'),
        LoggingConfiguration: {
          Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: getAtt('LogGroup', 'Arn') } }],
          IncludeExecutionData: true,
          Level: 'ALL',
        },
        DefinitionSubstitutions: substitutions(job, context),
        DefinitionString: JSON.stringify(definition(job)),
      },
    }),
    StateMachineRole: renderRole(context.facts.application.permissionsBoundary),
  };
}
