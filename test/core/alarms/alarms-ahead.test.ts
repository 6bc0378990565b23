import { planAlarmsAhead } from '../../../core/alarms/alarms-ahead.js';
import type { RenderedStack } from '../../../core/release/release.js';
import type { CfnObject, Resource, Template } from '../../../core/template/cloudformation.js';

const ALARM: Resource = {
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: 'cpu',
    Threshold: 80,
    Dimensions: [{ Name: 'ServiceName', Value: { 'Fn::GetAtt': ['Service', 'Name'] } }],
  },
};
const TASK: Resource = {
  Type: 'AWS::ECS::TaskDefinition',
  Properties: { ContainerDefinitions: [{ Name: 'api', Image: { Ref: 'Image' } }] },
};
const SERVICE: Resource = {
  Type: 'AWS::ECS::Service',
  DependsOn: ['Rule'],
  Properties: {
    DesiredCount: 2,
    TaskDefinition: { Ref: 'TaskDefinition' },
    DeploymentConfiguration: {
      MaximumPercent: 200,
      Alarms: { Enable: true, Rollback: true, AlarmNames: ['cpu'] },
      LifecycleHooks: [{ HookTargetArn: 'arn:hook' }],
    },
  },
};
const NEXT: Template = {
  Description: 'api',
  Parameters: { Image: { Type: 'String' } },
  Resources: {
    TaskDefinition: TASK,
    Rule: { Type: 'AWS::ElasticLoadBalancingV2::ListenerRule' },
    Service: SERVICE,
    Scaling: {
      Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
      Properties: { MinCapacity: 2, ResourceId: { Ref: 'Service' } },
    },
    Alarm: ALARM,
  },
  Outputs: { Name: { Value: { Ref: 'Scaling' } } },
};

const aStack = (template: Template): RenderedStack => ({
  kind: 'workload',
  name: 'api',
  type: 'Backend Service',
  stackName: 'shop-test-api',
  template,
  parameters: { Image: 'v2' },
  tags: {},
  assets: [],
  after: [],
  images: [],
  alarms: { created: ['cpu'], named: [] },
});

const live = (resources: Template['Resources'], parameters: Template['Parameters'] = {}) => ({
  template: { Description: 'as it was', Parameters: parameters, Resources: resources },
  templateHash: 'live',
  parameters: { Image: 'v1' },
});

const alarmWith = (properties: CfnObject): Resource => ({
  ...ALARM,
  Properties: { ...ALARM.Properties, ...properties },
});

describe('a stack that is there', () => {
  test('gets its new alarms and nothing else', () => {
    const before = { TaskDefinition: TASK, Service: SERVICE };
    expect(planAlarmsAhead(aStack(NEXT), live(before))).toEqual({
      over: 'live',
      parameters: { Image: 'v1' },
      template: {
        Description: 'as it was',
        Parameters: {},
        Resources: { ...before, Alarm: ALARM },
      },
    });
  });

  test('gets the new threshold', () => {
    const before = { Service: SERVICE, Alarm: alarmWith({ Threshold: 90 }) };
    const ahead = planAlarmsAhead(aStack(NEXT), live(before));
    expect(ahead?.template.Resources.Alarm).toEqual(ALARM);
  });

  test.each<[string, Template['Resources']]>([
    ['has the alarms already', { Service: SERVICE, Alarm: ALARM }],
    [
      'has them with other words about them',
      { Service: SERVICE, Alarm: { ...ALARM, Metadata: { 'aws:copilot:description': 'x' } } },
    ],
    ['lacks what the alarms refer to', { TaskDefinition: TASK }],
  ])('needs no change before where it %s', (_name, resources) => {
    expect(planAlarmsAhead(aStack(NEXT), live(resources))).toBeUndefined();
  });

  test.each([
    ['is not changed by question marks that stand for letters', 'Gr??e', undefined],
    ['gets them where its letters are known', 'Grüße', ALARM],
  ])('%s', (_name, shown, expected) => {
    const saying = (Text: string) => ({ Type: 'AWS::SNS::Topic', Properties: { Text } });
    const next = { ...NEXT, Resources: { ...NEXT.Resources, Topic: saying('Grüße') } };
    const before = live({ Service: SERVICE, Topic: saying(shown), Other: saying('why?') });
    expect(planAlarmsAhead(aStack(next), before)?.template.Resources.Alarm).toEqual(expected);
  });

  test('gets them below what is kept of it for one update', () => {
    const stack = {
      ...aStack({ Resources: {} }),
      transition: { template: NEXT, parameters: {} },
    };
    const ahead = planAlarmsAhead(stack, live({ Service: SERVICE }));
    expect(Object.keys(ahead?.template.Resources ?? {})).toEqual(['Service', 'Alarm']);
  });
});

describe('a stack that is not there yet', () => {
  const ahead = planAlarmsAhead(aStack(NEXT), undefined);

  test('gets its alarms with what they need: no scaling, no outputs', () => {
    expect(ahead).toMatchObject({ over: null, parameters: { Image: 'v2' } });
    const { Resources, Outputs, Description } = ahead?.template ?? { Resources: {} };
    expect(Object.keys(Resources)).toEqual(['TaskDefinition', 'Rule', 'Service', 'Alarm']);
    expect({ Outputs, Description }).toEqual({ Outputs: undefined, Description: 'api' });
  });

  test('starts no tasks, calls no hook and names no alarm', () => {
    expect(ahead?.template.Resources.Service?.Properties).toEqual({
      DesiredCount: 0,
      TaskDefinition: { Ref: 'TaskDefinition' },
      DeploymentConfiguration: { MaximumPercent: 200 },
    });
  });

  test('has another task definition, so that ECS guards the change that follows', () => {
    expect(ahead?.template.Resources.TaskDefinition?.Properties).toEqual({
      ContainerDefinitions: [
        { Name: 'api', Image: { Ref: 'Image' }, DockerLabels: { 'autoland.stage': 'alarms' } },
      ],
    });
  });

  test('has no service at all where its alarms need none', () => {
    const queue: Resource = { Type: 'AWS::SQS::Queue' };
    const Dimensions = [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } }];
    const Resources = { ...NEXT.Resources, Queue: queue, Alarm: alarmWith({ Dimensions }) };
    const planned = planAlarmsAhead(aStack({ Resources }), undefined);
    expect(Object.keys(planned?.template.Resources ?? {})).toEqual(['Alarm', 'Queue']);
  });

  test.each<[string, Resource]>([
    ['are no list', { ...TASK, Properties: { ContainerDefinitions: { 'Fn::If': ['x', [], []] } } }],
    ['begin with none', { ...TASK, Properties: { ContainerDefinitions: [] } }],
  ])('is made in one change where the containers %s', (_name, task) => {
    const template = { ...NEXT, Resources: { ...NEXT.Resources, TaskDefinition: task } };
    expect(planAlarmsAhead(aStack(template), undefined)).toBeUndefined();
  });
});

test('a stack without alarms of its own needs no change before', () => {
  const stack = { ...aStack(NEXT), alarms: { created: [], named: ['cpu'] } };
  expect(planAlarmsAhead(stack, undefined)).toBeUndefined();
});
