import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUNCTION_NAMES } from '../../../functions/support/runtime/triggers.js';
import { FUNCTION_ACTIONS } from '../../../infra/rights/function-actions.js';
import { synthesizeApp } from '../../support/synthesized-app.js';

const plain = synthesizeApp();
const { orchestrator, folder } = synthesizeApp(
  {
    notifications: {
      sns: { topicArn: 'arn:aws:sns:eu-west-1:111122223333:deployments' },
      slack: { channel: '#deployments', secret: 'slack-token', events: ['deployment.finished'] },
      github: [{ application: 'shop', repository: 'shop/shop', secret: 'github-token' }],
    },
  },
  { isValidated: true },
);

const onBus = (template: typeof orchestrator) =>
  Object.values(template.findResources('AWS::Events::Rule'))
    .map(({ Properties }) => Properties)
    .filter(({ EventBusName }) => EventBusName);

const rules = new Map(onBus(orchestrator).map((rule) => [String(rule.Name), rule]));

describe('notifications', () => {
  test('there is a bus, and nobody is told unless the configuration says so', () => {
    plain.orchestrator.hasResourceProperties('AWS::Events::EventBus', { Name: 'autoland' });
    expect(onBus(plain.orchestrator)).toEqual([]);
  });

  test('the stream of the ledger brings new lines of timelines, and what fails is kept', () => {
    plain.stateful.hasResourceProperties('AWS::DynamoDB::Table', {
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
    });
    const [mapping] = Object.values(
      plain.orchestrator.findResources('AWS::Lambda::EventSourceMapping'),
    ).map(({ Properties }) => Properties);
    expect(JSON.parse(mapping?.FilterCriteria.Filters[0].Pattern)).toMatchObject({
      eventName: ['INSERT'],
      dynamodb: { Keys: { sk: { S: expect.arrayContaining([{ prefix: 'timeline/verdict' }]) } } },
    });
    expect(mapping?.DestinationConfig.OnFailure.Destination).toBeDefined();
  });

  test('every function knows the bus; one may put onto it', () => {
    const functions = Object.values(plain.orchestrator.findResources('AWS::Lambda::Function'));
    for (const { Properties } of functions)
      expect(Properties.Environment.Variables.EVENT_BUS_NAME).toBeDefined();
    const tellers = FUNCTION_NAMES.filter((name) =>
      FUNCTION_ACTIONS[name].includes('events:PutEvents'),
    );
    expect(tellers).toEqual(['announce']);
  });

  test('the topic hears what is worth hearing', () => {
    expect(rules.get('autoland-notify-Sns')).toMatchObject({
      EventPattern: {
        source: ['autoland'],
        'detail-type': ['approval.requested', 'deployment.finished', 'rollback.started'],
      },
      Targets: [{ Arn: 'arn:aws:sns:eu-west-1:111122223333:deployments' }],
    });
  });

  test('Slack gets channel and text', () => {
    expect(rules.get('autoland-notify-Slack')).toMatchObject({
      EventPattern: { 'detail-type': ['deployment.finished'] },
      Targets: [
        {
          InputTransformer: {
            InputTemplate: expect.stringMatching(
              /^\{"channel":"#deployments","text":"<[\w-]+> \(<[\w-]+>\)"\}$/,
            ),
          },
        },
      ],
    });
  });

  test.each([
    ['pending', 'deployment.started', undefined],
    ['success', 'deployment.finished', ['SUCCEEDED']],
    ['failure', 'deployment.finished', [{ 'anything-but': 'SUCCEEDED' }]],
  ])('the commit is %s at %s', (state, type, verdict) => {
    const rule = rules.get(`autoland-notify-Githubshop-${state}`);
    expect(rule).toMatchObject({
      EventPattern: {
        'detail-type': [type],
        detail: { application: ['shop'], kind: ['deploy'], sourceCommit: [{ prefix: '' }] },
      },
      Targets: [
        {
          HttpParameters: { PathParameterValues: ['$.detail.sourceCommit'] },
          InputTransformer: { InputTemplate: expect.stringContaining(`"state":"${state}"`) },
        },
      ],
    });
    expect(rule?.EventPattern.detail.verdict).toEqual(verdict);
  });

  test('tokens are read by CloudFormation and stand nowhere', () => {
    orchestrator.hasResourceProperties('AWS::Events::Connection', {
      AuthorizationType: 'API_KEY',
      AuthParameters: {
        ApiKeyAuthParameters: {
          ApiKeyName: 'Authorization',
          ApiKeyValue: '{{resolve:secretsmanager:slack-token:SecretString:::}}',
        },
      },
    });
  });

  test('what cannot be delivered is kept, and cdk-nag finds nothing', () => {
    for (const rule of rules.values()) expect(rule.Targets[0].DeadLetterConfig.Arn).toBeDefined();
    const report = readFileSync(join(folder, 'validation-report.json'), 'utf8');
    expect(JSON.parse(report).pluginReports).toEqual([]);
  });

  test.each([
    ['an event that does not exist', { sns: { topicArn: 'arn:x', events: ['deployment.began'] } }],
    ['a token instead of its secret', { slack: { channel: '#a', token: 'xoxb' } }],
    [
      'a repository without owner',
      { github: [{ application: 'a', repository: 'b', secret: 'c' }] },
    ],
  ])('%s is refused', (_what, notifications) => {
    expect(() => synthesizeApp({ notifications })).toThrow('notifications');
  });
});
