import { aBackendService, aWebService, aWorkerService } from '../../../support/manifests.js';
import {
  getResource,
  idsOfType,
  propertyOf,
  renderSource,
} from '../../../support/render-source.js';
import { checkTemplate } from '../../../support/resource-schema.js';

const deploymentOf = (fields: string) =>
  propertyOf(renderSource(aWebService(fields)), 'Service', 'DeploymentConfiguration');

describe('deployment strategies of ECS', () => {
  test('rolling is the default and needs nothing', () => {
    expect(deploymentOf('deployment: { strategy: rolling }')).toEqual(deploymentOf(''));
  });

  test.each<[string, object]>([
    ['{ strategy: blue_green }', { Strategy: 'BLUE_GREEN', BakeTimeInMinutes: 5 }],
    ['{ strategy: blue_green, bake_time: 1h }', { BakeTimeInMinutes: 60 }],
    [
      '{ strategy: linear, step_percent: 20, step_bake_time: 3m }',
      {
        Strategy: 'LINEAR',
        LinearConfiguration: { StepPercent: 20, StepBakeTimeInMinutes: 3 },
      },
    ],
    [
      '{ strategy: canary, canary_percent: 5, canary_bake_time: 10m }',
      {
        Strategy: 'CANARY',
        CanaryConfiguration: { CanaryPercent: 5, CanaryBakeTimeInMinutes: 10 },
      },
    ],
  ])('%s', (deployment, expected) => {
    const configuration = deploymentOf(`deployment: ${deployment}`);
    expect(configuration).toMatchObject(expected);
    expect(configuration).not.toHaveProperty('DeploymentCircuitBreaker');
  });

  test('a second target group, a rule that knows both, and the role to shift between them', () => {
    const stack = renderSource(aWebService('deployment: { strategy: canary }'));
    expect(idsOfType(stack, 'AWS::ElasticLoadBalancingV2::TargetGroup')).toEqual([
      'TargetGroup',
      'AlternateTargetGroup',
    ]);
    expect(getResource(stack, 'AlternateTargetGroup').Properties).toEqual(
      getResource(stack, 'TargetGroup').Properties,
    );
    expect(propertyOf(stack, 'Service', 'LoadBalancers')).toEqual([
      {
        ContainerName: 'api',
        ContainerPort: 80,
        TargetGroupArn: { Ref: 'TargetGroup' },
        AdvancedConfiguration: {
          AlternateTargetGroupArn: { Ref: 'AlternateTargetGroup' },
          ProductionListenerRule: { Ref: 'HTTPListenerRule' },
          RoleArn: { 'Fn::GetAtt': ['TrafficShiftRole', 'Arn'] },
        },
      },
    ]);
    expect(propertyOf(stack, 'HTTPListenerRule', 'Actions.0.ForwardConfig.TargetGroups')).toEqual([
      { TargetGroupArn: { Ref: 'TargetGroup' }, Weight: 100 },
      { TargetGroupArn: { Ref: 'AlternateTargetGroup' }, Weight: 0 },
    ]);
  });

  test('with HTTPS the production rule is the one that does not redirect', () => {
    const stack = renderSource(aWebService('deployment: { strategy: blue_green }'), {
      traits: {
        publicCertificates: ['arn:cert'],
        privateCertificates: [],
        cdnEnabled: false,
        cdnTerminatesTls: false,
        cdnCertificate: undefined,
        importsVpc: false,
      },
    });
    const path = 'LoadBalancers.0.AdvancedConfiguration.ProductionListenerRule';
    expect(propertyOf(stack, 'Service', path)).toEqual({ Ref: 'HTTPSListenerRule' });
    expect(propertyOf(stack, 'HTTPListenerRuleWithDomain', 'Actions.0.Type')).toBe('redirect');
  });

  test('a network load balancer shifts at its listener', () => {
    const stack = renderSource(
      aWebService('http: false\nnlb: { port: 80 }\ndeployment: { strategy: blue_green }', {
        image: true,
        http: false,
      }),
    );
    expect(propertyOf(stack, 'Service', 'LoadBalancers.0.AdvancedConfiguration')).toMatchObject({
      AlternateTargetGroupArn: { Ref: 'AlternateNetworkLoadBalancerTargetGroup' },
      ProductionListenerRule: { Ref: 'NLBListener' },
    });
  });

  test('a service without traffic has no second target group', () => {
    const stack = renderSource(aWorkerService('deployment: { strategy: blue_green }'));
    expect(stack.template.Resources.TrafficShiftRole).toBeUndefined();
  });

  test('hooks call functions through a role of their own, and pauses need none', () => {
    const fields = `
deployment:
  strategy: blue_green
  lifecycle_hooks:
    - { lambda: arn:function, stages: [post_test_traffic_shift], timeout: 5m }
    - { pause: true, stages: [pre_production_traffic_shift], timeout: 2h, on_timeout: continue }
`;
    const stack = renderSource(aBackendService(fields));
    expect(propertyOf(stack, 'Service', 'DeploymentConfiguration.LifecycleHooks')).toEqual([
      {
        TargetType: 'AWS_LAMBDA',
        HookTargetArn: 'arn:function',
        RoleArn: { 'Fn::GetAtt': ['DeploymentHookRole', 'Arn'] },
        LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
        TimeoutConfiguration: { TimeoutInMinutes: 5 },
      },
      {
        TargetType: 'PAUSE',
        LifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
        TimeoutConfiguration: { TimeoutInMinutes: 120, Action: 'CONTINUE' },
      },
    ]);
    expect(
      propertyOf(stack, 'DeploymentHookRole', 'Policies.0.PolicyDocument.Statement.0'),
    ).toEqual({ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: ['arn:function'] });
  });

  test.each(['blue_green', 'linear', 'canary'])('%s fits the schemas of AWS', (strategy) => {
    const fields = `
deployment:
  strategy: ${strategy}
  bake_time: 10m
  rollback_alarms: { cpu_utilization: 70 }
  lifecycle_hooks: [{ lambda: arn:function, stages: [pre_scale_up] }, { pause: true, stages: [post_scale_up] }]
nlb: { port: 81 }
`;
    expect(checkTemplate(renderSource(aWebService(fields)).template)).toEqual([]);
  });
});
