import type { Template } from '../cloudformation.js';
import { getAtt, join, ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { iamRole, inlinePolicy, policyDocument } from '../iam.js';
import { type EnvironmentSettings, vpcId } from './settings.js';

/** `network.vpc.flow_logs`; `retention` in days. */
export function renderFlowLogs(
  settings: EnvironmentSettings,
  retention: number,
): Template['Resources'] {
  return {
    VpcFlowLogGroup: describeResource(`A log group that keeps VPC flow logs ${retention} days`, {
      Type: 'AWS::Logs::LogGroup',
      Properties: {
        LogGroupName: join('-', [ref('AppName'), ref('EnvironmentName'), 'FlowLogs']),
        RetentionInDays: retention,
      },
    }),
    FlowLog: describeResource('A flow log of the IP traffic in the VPC', {
      Type: 'AWS::EC2::FlowLog',
      Properties: {
        DeliverLogsPermissionArn: getAtt('FlowLogRole', 'Arn'),
        LogDestinationType: 'cloud-watch-logs',
        LogGroupName: ref('VpcFlowLogGroup'),
        MaxAggregationInterval: 60,
        ResourceId: vpcId(settings.vpc),
        ResourceType: 'VPC',
        TrafficType: 'ALL',
      },
    }),
    FlowLogRole: describeResource(
      'A role with which VPC flow logs are published',
      iamRole({
        trust: trustFlowLogs,
        boundary: settings.permissionsBoundary,
        policies: [publishPolicy],
      }),
    ),
  };
}

// The two conditions keep another account's flow logs from using the role (confused deputy).
const trustFlowLogs = policyDocument([
  {
    principal: { Service: 'vpc-flow-logs.amazonaws.com' },
    actions: ['sts:AssumeRole'],
    condition: {
      StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
      ArnLike: {
        'aws:SourceArn': sub(
          'arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:vpc-flow-log/*',
        ),
      },
    },
  },
]);

const publishPolicy = inlinePolicy('GrantAccesstoEC2toPublishFlowlogs', [
  {
    actions: [
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
    ],
    resources: ['*'],
  },
]);
