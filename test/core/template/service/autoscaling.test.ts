import { aWebService, aWorkerService } from '../../../support/manifests.js';
import { someFacts } from '../../../support/render-context.js';
import { anExport, idsOfType, propertyOf, renderSource } from '../../../support/render-source.js';

const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const TRACKING = 'TargetTrackingScalingPolicyConfiguration';

describe('autoscaling', () => {
  test('a fixed count scales nothing', () => {
    const stack = renderSource(aWebService('count: 2'));
    expect(idsOfType(stack, 'AWS::ApplicationAutoScaling::ScalableTarget')).toEqual([]);
  });

  test('a range becomes the target, its lower end the first count', () => {
    const stack = renderSource(aWebService('count: { range: 2-9, memory_percentage: 80 }'));
    expect(propertyOf(stack, 'AutoScalingTarget', 'MinCapacity')).toBe(2);
    expect(propertyOf(stack, 'AutoScalingTarget', 'MaxCapacity')).toBe(9);
    expect(stack.parameters.TaskCount).toBe('2');
  });

  test.each<[string, string, string, object]>([
    [
      'cpu, with the default cooldowns',
      'count: { range: 1-2, cpu_percentage: 70 }',
      'AutoScalingPolicyECSServiceAverageCPUUtilization',
      { TargetValue: 70, ScaleInCooldown: 120, ScaleOutCooldown: 60 },
    ],
    [
      'memory, with general cooldowns',
      'count: { range: 1-2, memory_percentage: 50, cooldown: { in: 5m, out: 1m30s } }',
      'AutoScalingPolicyECSServiceAverageMemoryUtilization',
      { TargetValue: 50, ScaleInCooldown: 300, ScaleOutCooldown: 90 },
    ],
    [
      'requests, with cooldowns of its own before the general ones',
      'count: { range: 1-2, requests: { value: 9, cooldown: { in: 1m } }, cooldown: { in: 5m, out: 2m } }',
      'AutoScalingPolicyALBSumRequestCountPerTarget',
      { TargetValue: 9, ScaleInCooldown: 60, ScaleOutCooldown: 120 },
    ],
    [
      'response time in seconds',
      'count: { range: 1-2, response_time: 1500ms }',
      'AutoScalingPolicyALBAverageResponseTime',
      { TargetValue: 1.5 },
    ],
  ])('%s', (_title, fields, id, expected) => {
    expect(propertyOf(renderSource(aWebService(fields)), id, TRACKING)).toMatchObject(expected);
  });

  test('metrics of an imported load balancer are those of its target group', () => {
    const imported = {
      arn: 'arn:alb',
      name: 'app/shared/1',
      dnsName: 'shared.example',
      hostedZoneId: 'Z1',
      listeners: [{ arn: 'arn:http', port: 80, protocol: 'HTTP' }],
      securityGroups: [],
    };
    const source = aWebService('count: { range: 1-2, requests: 5 }');
    const text = source.text.replace('http:\n', 'http:\n  alb: shared\n');
    const stack = renderSource(
      { ...source, text },
      { facts: someFacts({ loadBalancers: { shared: imported } }) },
    );
    const path = `${TRACKING}.CustomizedMetricSpecification.Dimensions`;
    expect(propertyOf(stack, 'AutoScalingPolicyALBSumRequestCountPerTarget', path)).toEqual([
      { Name: 'LoadBalancer', Value: 'app/shared/1' },
      {
        Name: 'TargetGroup',
        Value: { 'Fn::GetAtt': ['TargetGroupForImportedALB', 'TargetGroupFullName'] },
      },
    ]);
  });

  test('metrics of the environment load balancer name it by its export', () => {
    const stack = renderSource(aWebService('count: { range: 1-2, response_time: 1s }'));
    const path = `${TRACKING}.CustomizedMetricSpecification.Dimensions.0.Value`;
    expect(propertyOf(stack, 'AutoScalingPolicyALBAverageResponseTime', path)).toEqual(
      anExport('PublicLoadBalancerFullName'),
    );
  });
});

describe('scaling on queues', () => {
  const fields = `
subscribe: { topics: [{ name: paid, service: shop, queue: true }, { name: open, service: shop }] }
count:
  range: 1-20
  queue_delay: { acceptable_latency: 10m, msg_processing_time: 7s }
`;

  test('each queue has a policy that keeps what one task can handle in time', () => {
    const stack = renderSource(aWorkerService(fields));
    expect(idsOfType(stack, POLICY)).toEqual([
      'AutoScalingPolicyEventsQueue',
      'AutoScalingPolicyshoppaidEventsQueue',
    ]);
    // 600 s / 7 s, rounded up
    expect(propertyOf(stack, 'AutoScalingPolicyEventsQueue', `${TRACKING}.TargetValue`)).toBe(86);
  });

  test('a function measures the backlog of all queues', () => {
    const stack = renderSource(aWorkerService(fields), {
      facts: someFacts({
        customResources: { BacklogPerTaskCalculatorFunction: 'code/backlog.zip' },
      }),
    });
    const id = 'BacklogPerTaskCalculatorFunction';
    expect(propertyOf(stack, id, 'Environment.Variables.QUEUE_NAMES')).toEqual({
      'Fn::Join': [
        ',',
        [
          { 'Fn::GetAtt': ['EventsQueue', 'QueueName'] },
          { 'Fn::GetAtt': ['shoppaidEventsQueue', 'QueueName'] },
        ],
      ],
    });
    expect(propertyOf(stack, id, 'Code')).toEqual({
      S3Bucket: 'artifacts',
      S3Key: 'code/backlog.zip',
    });
  });
});
