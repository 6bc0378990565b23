/** A small workload stack as Autoland renders it: log group, role, task definition, service, alarm. */
export type ServiceTemplate = {
  readonly image?: string;
  readonly alarms?: readonly string[];
  readonly withAlarm?: boolean;
  readonly deployment?: object;
  readonly desiredCount?: number;
  readonly breaker?: boolean;
};

export const TAGS = {
  'copilot-application': 'shop',
  'copilot-environment': 'test',
  'copilot-service': 'api',
};

export const STACK = 'shop-test-api';

export const serviceTemplate = (options: ServiceTemplate = {}) => ({
  Resources: {
    LogGroup: {
      Type: 'AWS::Logs::LogGroup',
      Metadata: { 'aws:copilot:description': 'A CloudWatch log group to hold your service logs' },
      Properties: { LogGroupName: '/copilot/shop-test-api' },
    },
    TaskRole: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: {} },
    },
    TaskDefinition: {
      Type: 'AWS::ECS::TaskDefinition',
      DependsOn: 'LogGroup',
      Properties: {
        Family: 'shop-test-api',
        TaskRoleArn: { 'Fn::GetAtt': ['TaskRole', 'Arn'] },
        ContainerDefinitions: [{ Name: 'api', Image: options.image ?? 'public.example/api:1' }],
      },
    },
    Service: {
      Type: 'AWS::ECS::Service',
      Metadata: { 'aws:copilot:description': 'An ECS service to run and maintain your tasks' },
      Properties: {
        Cluster: 'shop-test-Cluster',
        TaskDefinition: { Ref: 'TaskDefinition' },
        DesiredCount: options.desiredCount ?? 2,
        DeploymentConfiguration: {
          MinimumHealthyPercent: 100,
          MaximumPercent: 200,
          DeploymentCircuitBreaker: { Enable: options.breaker ?? true, Rollback: true },
          Alarms: {
            AlarmNames: options.alarms ?? [],
            Enable: (options.alarms ?? []).length > 0,
            Rollback: true,
          },
          ...options.deployment,
        },
      },
    },
    ...(options.withAlarm
      ? {
          CPURollbackAlarm: {
            Type: 'AWS::CloudWatch::Alarm',
            Properties: {
              AlarmName: 'shop-test-api-CopilotRollbackCPUAlarm',
              ComparisonOperator: 'GreaterThanOrEqualToThreshold',
              EvaluationPeriods: 3,
              Period: 60,
              Dimensions: [{ Name: 'ServiceName', Value: { 'Fn::GetAtt': ['Service', 'Name'] } }],
            },
          },
        }
      : {}),
  },
});
