import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { join, NO_VALUE, ref, select, split, sub, when } from '../cloudformation.js';
import { describeResource } from '../description.js';
import type { Statement } from '../iam.js';
import { awsManagedPolicy, iamRole, policyDocument, trustService } from '../iam.js';
import { roleDescription } from '../role-description.js';
import type { EnvFileSlot } from './env-file-parameters.js';

function taggedWith(prefix: string): CfnObject {
  return {
    StringEquals: {
      [`${prefix}:ResourceTag/copilot-application`]: sub('${AppName}'),
      [`${prefix}:ResourceTag/copilot-environment`]: sub('${EnvName}'),
    },
  };
}

function policyName(suffix: string): CfnValue {
  return join('', [ref('AppName'), '-', ref('EnvName'), '-', ref('WorkloadName'), suffix]);
}

/** Secrets may be read where they carry the tags of the application and the environment. */
export const SECRET_STATEMENTS: readonly Statement[] = [
  {
    actions: ['ssm:GetParameters'],
    resources: [sub('arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/*')],
    condition: taggedWith('ssm'),
  },
  {
    actions: ['secretsmanager:GetSecretValue'],
    resources: [
      sub('arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:*'),
    ],
    condition: taggedWith('secretsmanager'),
  },
  { actions: ['kms:Decrypt'], resources: [ref('ArtifactKeyARN')] },
  {
    sid: 'DecryptTaggedKMSKey',
    actions: ['kms:Decrypt'],
    resources: [sub('arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*')],
    condition: taggedWith('aws'),
  },
];

/** The bucket's ARN out of `arn:aws:s3:::bucket/path/of/file.env`. */
function bucketArn(fileArn: CfnValue): CfnValue {
  const resource = select(5, split(':', fileArn));
  return join('', ['arn:', ref('AWS::Partition'), ':s3:::', select(0, split('/', resource))]);
}

function envFilePolicy({ parameter, condition, policy }: EnvFileSlot): CfnValue {
  const fileArn = ref(parameter);
  const grant: CfnObject = {
    PolicyName: policyName(policy),
    PolicyDocument: policyDocument([
      { actions: ['s3:GetObject'], resources: [fileArn] },
      { actions: ['s3:GetBucketLocation'], resources: [bucketArn(fileArn)] },
    ]),
  };
  return when(condition, grant, NO_VALUE);
}

/** Role of the ECS agent: pulls images, writes logs, reads secrets and env files. */
export function renderExecutionRole(
  slots: readonly EnvFileSlot[],
  boundary: string | undefined,
): Resource {
  const secrets: CfnObject = {
    PolicyName: policyName('SecretsPolicy'),
    PolicyDocument: policyDocument(SECRET_STATEMENTS),
  };
  const role = iamRole({
    trust: trustService('ecs-tasks.amazonaws.com'),
    boundary,
    managed: [awsManagedPolicy('service-role/AmazonECSTaskExecutionRolePolicy')],
  });
  const purpose = 'for the Fargate agent to make AWS API calls on your behalf';
  return describeResource(roleDescription('An IAM Role', boundary, purpose), {
    ...role,
    Properties: { ...role.Properties, Policies: [secrets, ...slots.map(envFilePolicy)] },
  });
}
