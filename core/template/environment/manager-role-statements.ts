import type { CfnObject, CfnValue } from '../cloudformation.js';
import { getAtt, join, sub } from '../cloudformation.js';
import type { Statement } from '../iam.js';
import { BUCKET_READS, SERVICE_ACTIONS } from './manager-role-actions.js';
import type { RoleSettings } from './roles.js';

const ANY = ['*'];

/** What the environment manager role may do; the order is the one of live stacks, so that a plan shows no change. */
export function renderManagerStatements(settings: RoleSettings): readonly Statement[] {
  return [
    ...renderCertificateReads(settings.certificates),
    onAny('CloudwatchLogs'),
    onAny('Cloudwatch'),
    onAny('ECS'),
    {
      sid: 'ExecuteCommand',
      actions: ['ecs:ExecuteCommand', 'ssm:StartSession'],
      resources: ANY,
      condition: taggedWithEnvironment('aws:ResourceTag'),
    },
    {
      sid: 'StartStateMachine',
      actions: ['states:StartExecution', 'states:DescribeStateMachine'],
      resources: [
        sub(
          'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${AppName}-${EnvironmentName}-*',
        ),
      ],
    },
    onAny('CloudFormation'),
    {
      sid: 'GetAndPassCopilotRoles',
      actions: ['iam:GetRole', 'iam:PassRole'],
      resources: ANY,
      condition: taggedWithEnvironment('iam:ResourceTag'),
    },
    onAny('ECR'),
    onAny('ResourceGroups'),
    onAny('SSM'),
    {
      sid: 'SSMSecret',
      actions: ['ssm:PutParameter', 'ssm:AddTagsToResource'],
      resources: [
        sub(
          'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/copilot/${AppName}/${EnvironmentName}/secrets/*',
        ),
      ],
    },
    {
      sid: 'SSMSession',
      actions: ['ssm:StartSession'],
      resources: [
        sub(
          'arn:${AWS::Partition}:ssm:${AWS::Region}::document/AWS-StartPortForwardingSessionToRemoteHost',
        ),
      ],
    },
    onAny('ELBv2'),
    { sid: 'BuiltArtifactAccess', actions: BUCKET_READS, resources: ANY },
    ...(settings.ownsAccessLogsBucket ? [emptyLogBucket] : []),
    ...renderArtifactWrites(settings),
    onAny('EC2'),
    onAny('AppRunner'),
    onAny('Tags'),
    onAny('ApplicationAutoscaling'),
    {
      sid: 'DeleteRoles',
      actions: ['iam:DeleteRole', 'iam:ListRolePolicies', 'iam:DeleteRolePolicy'],
      resources: [
        getAtt('CloudformationExecutionRole', 'Arn'),
        sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${AWS::StackName}-EnvManagerRole'),
      ],
    },
    {
      sid: 'DeleteEnvStack',
      actions: ['cloudformation:DescribeStacks', 'cloudformation:DeleteStack'],
      resources: [
        sub(
          'arn:${AWS::Partition}:cloudformation:${AWS::Region}:${AWS::AccountId}:stack/${AWS::StackName}/*',
        ),
      ],
    },
    onAny('RDS'),
  ];
}

function onAny(sid: keyof typeof SERVICE_ACTIONS): Statement {
  return { sid, actions: SERVICE_ACTIONS[sid], resources: ANY };
}

function renderCertificateReads(certificates: readonly string[]): readonly Statement[] {
  return certificates.length === 0
    ? []
    : [
        {
          sid: 'ImportedCertificates',
          actions: ['acm:DescribeCertificate'],
          resources: certificates,
        },
      ];
}

function renderArtifactWrites({ artifacts }: RoleSettings): readonly Statement[] {
  return [
    {
      sid: 'PutObjectsToArtifactBucket',
      actions: ['s3:PutObject', 's3:PutObjectAcl'],
      resources: [artifacts.bucketArn, `${artifacts.bucketArn}/*`],
    },
    {
      sid: 'EncryptObjectsInArtifactBucket',
      actions: ['kms:GenerateDataKey'],
      resources: [artifacts.keyArn],
    },
  ];
}

const emptyLogBucket: Statement = {
  sid: 'EmptyELBAccessLogsBucket',
  actions: ['s3:EmptyBucket'],
  resources: [join('/', [getAtt('ELBAccessLogsBucket', 'Arn'), '*'])],
};

function taggedWithEnvironment(key: string): CfnObject {
  const value = (parameter: string): CfnValue => sub(`\${${parameter}}`);
  return {
    StringEquals: {
      [`${key}/copilot-application`]: value('AppName'),
      [`${key}/copilot-environment`]: value('EnvironmentName'),
    },
  };
}
