import type { Resource, Template } from '../cloudformation.js';
import { ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { policyStatement } from '../iam.js';
import { type EnvironmentSettings, vpcId } from './settings.js';

/** What every environment has beside its network: the cluster, the private DNS namespace, the right to write logs. */
export function renderCluster(settings: EnvironmentSettings): Template['Resources'] {
  return {
    ServiceDiscoveryNamespace: describeResource(
      'A private DNS namespace by which services find each other',
      {
        Type: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
        Properties: { Name: ref('ServiceDiscoveryEndpoint'), Vpc: vpcId(settings.vpc) },
      },
    ),
    Cluster: describeResource('An ECS cluster for your services', {
      Type: 'AWS::ECS::Cluster',
      Properties: {
        CapacityProviders: ['FARGATE', 'FARGATE_SPOT'],
        Configuration: { ExecuteCommandConfiguration: { Logging: 'DEFAULT' } },
        ClusterSettings: [
          {
            Name: 'containerInsights',
            Value: settings.containerInsights ? 'enabled' : 'disabled',
          },
        ],
      },
    }),
    LogResourcePolicy: logResourcePolicy,
  };
}

const logWriters = {
  Version: '2012-10-17',
  Statement: [
    policyStatement({
      sid: 'StateMachineToCloudWatchLogs',
      principal: { Service: ['delivery.logs.amazonaws.com'] },
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [
        'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/copilot/${AppName}-${EnvironmentName}-*:log-stream:*',
      ],
      condition: {
        StringEquals: { 'aws:SourceAccount': '${AWS::AccountId}' },
        ArnLike: {
          'aws:SourceArn': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*',
        },
      },
    }),
  ],
};

// CloudWatch Logs takes the document as text, so the references sit in one Fn::Sub around it.
const logResourcePolicy: Resource = describeResource(
  'A policy that lets state machines of your jobs write their logs',
  {
    Type: 'AWS::Logs::ResourcePolicy',
    Properties: {
      PolicyName: sub('${AppName}-${EnvironmentName}-LogResourcePolicy'),
      PolicyDocument: sub(JSON.stringify(logWriters)),
    },
  },
);
