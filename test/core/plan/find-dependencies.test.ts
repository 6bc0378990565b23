import { describeReason, findDependencies } from '../../../core/plan/find-dependencies.js';
import type { PlannableStack } from '../../../core/plan/plannable-stack.js';
import type { CfnValue } from '../../../core/template/cloudformation.js';
import { anAddon, anEnvironment, aWorkload } from '../../support/planned-stacks.js';

/** `api -> eventbus (imports x)`, without what follows from the layers alone. */
const edges = (stacks: readonly PlannableStack[]): readonly string[] =>
  findDependencies(stacks)
    .filter(({ reason }) => reason.kind !== 'layer')
    .map(({ stack, needs, reason }) => `${stack} -> ${needs} (${describeReason(reason)})`);

test('environment before addons before workloads', () => {
  const found = findDependencies([aWorkload('api'), anAddon('eventbus'), anEnvironment()]);
  expect(found.map(({ stack, needs }) => `${stack} -> ${needs}`)).toEqual([
    'shop-test-api -> shop-test',
    'shop-test-api -> shop-test-eventbus',
    'shop-test-eventbus -> shop-test',
  ]);
});

test('an import is joined to its export although both are written differently', () => {
  const eventbus = anAddon('eventbus', {
    exports: [{ 'Fn::Sub': '${Name}-${Env}-${App}-EventBusName' }],
  });
  const api = aWorkload('api', { imports: ['eventbus-test-shop-EventBusName'] });
  const web = aWorkload('web', {
    imports: [
      { 'Fn::Join': ['-', ['eventbus', { Ref: 'EnvName' }, { Ref: 'AppName' }, 'EventBusName']] },
    ],
  });
  const other = anAddon('other', { exports: [{ 'Fn::Sub': '${AWS::StackName}-Url' }] });
  const job = aWorkload('job', { imports: ['shop-test-other-Url', 'made-by-nobody-here'] });
  expect(edges([eventbus, api, web, other, job])).toEqual([
    'shop-test-api -> shop-test-eventbus (imports eventbus-test-shop-EventBusName)',
    'shop-test-job -> shop-test-other (imports shop-test-other-Url)',
    'shop-test-web -> shop-test-eventbus (imports eventbus-test-shop-EventBusName)',
  ]);
});

test('the environment is named as exporter too', () => {
  const environment = anEnvironment('test', {
    exports: [{ 'Fn::Sub': '${AWS::StackName}-ClusterId' }],
  });
  const api = aWorkload('api', { imports: [{ 'Fn::Sub': '${AppName}-${EnvName}-ClusterId' }] });
  expect(edges([environment, api])).toEqual([
    'shop-test-api -> shop-test (imports shop-test-ClusterId)',
  ]);
});

test('the region may be part of a name', () => {
  const name = { 'Fn::Sub': 'bus-${AWS::Region}' };
  expect(
    edges([anAddon('a', { exports: [name] }), aWorkload('b', { imports: [name] })]),
  ).toHaveLength(1);
});

test('names that only the deployment will tell join nothing', () => {
  const name = { 'Fn::Sub': '${Queue}-x' };
  expect(edges([anAddon('a', { exports: [name] }), aWorkload('b', { imports: [name] })])).toEqual(
    [],
  );
});

test('what a condition switches off is not there', () => {
  const withConditions = (stack: PlannableStack, condition: boolean): PlannableStack => ({
    ...stack,
    template: {
      ...stack.template,
      Conditions: { On: { 'Fn::Equals': ['1', condition ? '1' : '0'] } },
      Resources: {
        R: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Value: { 'Fn::If': ['On', { 'Fn::ImportValue': 'x' }, 'none'] } },
        },
        Off: {
          Type: 'AWS::SSM::Parameter',
          Condition: 'On',
          Properties: { V: { 'Fn::ImportValue': 'y' } },
        },
      },
    },
  });
  const maker = anAddon('maker', { exports: ['x', 'y'] });
  expect(edges([maker, withConditions(aWorkload('api'), true)])).toHaveLength(2);
  expect(edges([maker, withConditions(aWorkload('api'), false)])).toEqual([]);
});

test('an output that is switched off exports nothing', () => {
  const maker = anAddon('maker', { exports: ['x'] });
  const off: PlannableStack = {
    ...maker,
    template: {
      ...maker.template,
      Conditions: { Off: { 'Fn::Equals': ['1', '0'] } },
      Outputs: { Out: { Value: 'v', Condition: 'Off', Export: { Name: 'x' } } },
    },
  };
  expect(edges([off, aWorkload('api', { imports: ['x'] })])).toEqual([]);
});

test('depends_on and publishers of the manifest', () => {
  expect(edges([aWorkload('api', { after: ['db', 'nobody'] }), aWorkload('db')])).toEqual([
    'shop-test-api -> shop-test-db (depends_on or subscribe)',
  ]);
});

test('depends_on never means the environment of the same name', () => {
  expect(
    edges([anEnvironment('test'), aWorkload('test'), aWorkload('api', { after: ['test'] })]),
  ).toEqual(['shop-test-api -> shop-test-test (depends_on or subscribe)']);
});

const topic = (name: string) => ({
  Topic: {
    Type: 'AWS::SNS::Topic',
    Properties: { TopicName: { 'Fn::Sub': `\${AWS::StackName}-${name}` } },
  },
});
const subscription = (arn: string) => ({
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { 'Fn::Sub': arn }, Protocol: 'sqs' },
  },
});

test('a subscription waits for the topic it names, in whatever region', () => {
  const frontend = aWorkload('frontend', { resources: topic('orders') });
  const orders = aWorkload('orders', {
    resources: subscription(
      'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:shop-test-frontend-orders',
    ),
  });
  expect(edges([frontend, orders])).toEqual([
    'shop-test-orders -> shop-test-frontend (subscribes to shop-test-frontend-orders)',
  ]);
});

test('a topic ARN may be joined from parts, also from those that only the deployment tells', () => {
  const joined = (last: CfnValue) =>
    aWorkload('orders', {
      resources: {
        Subscription: {
          Type: 'AWS::SNS::Subscription',
          Properties: {
            TopicArn: {
              'Fn::Join': [
                ':',
                ['arn:aws:sns', { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }, last],
              ],
            },
          },
        },
      },
    });
  const frontend = aWorkload('frontend', { resources: topic('orders') });
  expect(edges([frontend, joined('shop-test-frontend-orders')])).toHaveLength(1);
  expect(edges([frontend, joined({ Ref: 'Somewhere' })])).toEqual([]);
  expect(edges([frontend, joined({ 'Fn::GetAtt': ['Topic', 'TopicName'] })])).toEqual([]);
});

test('an asset that is no template is left alone', () => {
  const stack = (body: string) =>
    aWorkload('api', {
      resources: {
        AddonsStack: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: 'https://b/key.yml' },
        },
      },
      assets: [{ key: 'key.yml', body: new TextEncoder().encode(body) }],
    });
  expect(edges([stack('not: json'), anAddon('a')])).toEqual([]);
  expect(edges([stack('[1]'), anAddon('a')])).toEqual([]);
});

test('a stack may subscribe to a topic of its own', () => {
  const self = aWorkload('self', {
    resources: {
      ...topic('t'),
      ...subscription('arn:aws:sns:eu-west-1:111111111111:shop-test-self-t'),
    },
  });
  expect(edges([self])).toEqual([]);
});

test('nested templates among the assets are read with the parameters that the parent gives', () => {
  const nested = {
    Parameters: { App: { Type: 'String' }, Env: { Type: 'String' } },
    Resources: {
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventBusName: { 'Fn::ImportValue': { 'Fn::Sub': 'eventbus-${Env}-${App}-EventBusName' } },
        },
      },
    },
  };
  const key = 'manual/addons/api/abc.yml';
  const api = aWorkload('api', {
    resources: {
      AddonsStack: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: {
          TemplateURL: `https://bucket.s3.eu-west-1.amazonaws.com/${key}`,
          Parameters: { App: { Ref: 'AppName' }, Env: { Ref: 'EnvName' } },
        },
      },
    },
    assets: [
      { key: 'manual/env-files/api.env', body: new TextEncoder().encode('A=1') },
      { key, body: new TextEncoder().encode(JSON.stringify(nested)) },
    ],
  });
  const eventbus = anAddon('eventbus', { exports: ['eventbus-test-shop-EventBusName'] });
  expect(edges([api, eventbus])).toEqual([
    'shop-test-api -> shop-test-eventbus (imports eventbus-test-shop-EventBusName)',
  ]);
});
