import { aWorkerService } from '../../../support/manifests.js';
import {
  getResource,
  idsOfType,
  propertyOf,
  renderSource,
} from '../../../support/render-source.js';

const QUEUE = 'AWS::SQS::Queue';

const renderWorker = (subscribe: string) => renderSource(aWorkerService(`subscribe: ${subscribe}`));

describe('queues of a worker', () => {
  test('there is one even if nothing is subscribed to', () => {
    const stack = renderSource(aWorkerService());
    expect(idsOfType(stack, QUEUE)).toEqual(['EventsQueue']);
    expect(idsOfType(stack, 'AWS::KMS::Key')).toEqual(['EventsKMSKey']);
  });

  test.each<[string, string, object]>([
    [
      'times in whole seconds',
      '{ retention: 1h, delay: 1500ms, timeout: 90s }',
      { MessageRetentionPeriod: 3600, DelaySeconds: 1, VisibilityTimeout: 90 },
    ],
    ['FIFO', '{ fifo: true }', { FifoQueue: true }],
    [
      'FIFO with high throughput',
      '{ fifo: { high_throughput: true, content_based_deduplication: false } }',
      {
        FifoQueue: true,
        FifoThroughputLimit: 'perMessageGroupId',
        DeduplicationScope: 'messageGroup',
        ContentBasedDeduplication: false,
      },
    ],
    [
      'FIFO with limit and scope',
      '{ fifo: { throughput_limit: perQueue, deduplication_scope: queue } }',
      { FifoQueue: true, FifoThroughputLimit: 'perQueue', DeduplicationScope: 'queue' },
    ],
    [
      'giving up after some tries',
      '{ dead_letter: { tries: 5 } }',
      {
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] },
          maxReceiveCount: 5,
        },
      },
    ],
  ])('main queue: %s', (_title, queue, expected) => {
    const stack = renderWorker(`{ topics: [], queue: ${queue} }`);
    expect(getResource(stack, 'EventsQueue').Properties).toEqual({
      KmsMasterKeyId: { Ref: 'EventsKMSKey' },
      ...expected,
    });
  });

  test('settings of the main queue need topics, as in Copilot', () => {
    const stack = renderWorker('{ queue: { timeout: 90s, dead_letter: { tries: 5 } } }');
    expect(propertyOf(stack, 'EventsQueue', 'VisibilityTimeout')).toBeUndefined();
    expect(idsOfType(stack, QUEUE)).toEqual(['EventsQueue']);
  });

  test('the dead letters of a FIFO queue go to a FIFO queue', () => {
    const stack = renderWorker('{ topics: [], queue: { fifo: true, dead_letter: { tries: 2 } } }');
    expect(propertyOf(stack, 'DeadLetterQueue', 'FifoQueue')).toBe(true);
    expect(propertyOf(stack, 'DeadLetterQueue', 'MessageRetentionPeriod')).toBe(1_209_600);
  });
});

describe('subscriptions', () => {
  const arnOf = (name: string) => ({
    'Fn::Join': [
      '',
      [
        { 'Fn::Sub': 'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:' },
        { Ref: 'AppName' },
        '-',
        { Ref: 'EnvName' },
        `-${name}`,
      ],
    ],
  });

  test('go to the main queue, which lets the topic in', () => {
    const stack = renderWorker('{ topics: [{ name: paid, service: shop }] }');
    const id = 'shoppaidSNSTopicSubscription';
    expect(propertyOf(stack, id, 'Endpoint')).toEqual({ 'Fn::GetAtt': ['EventsQueue', 'Arn'] });
    expect(propertyOf(stack, id, 'TopicArn')).toEqual(arnOf('shop-paid'));
    expect(
      propertyOf(stack, 'QueuePolicy', 'PolicyDocument.Statement.1.Condition.ArnEquals'),
    ).toEqual({ 'aws:SourceArn': arnOf('shop-paid') });
  });

  test('a topic with a queue of its own lets in the topic by its real name', () => {
    const stack = renderWorker('{ topics: [{ name: paid-now, service: shop, queue: true }] }');
    expect(idsOfType(stack, QUEUE)).toEqual(['EventsQueue', 'shoppaidnowEventsQueue']);
    const path = 'PolicyDocument.Statement.1.Condition.ArnEquals';
    expect(propertyOf(stack, 'shoppaidnowQueuePolicy', path)).toEqual({
      'aws:SourceArn': arnOf('shop-paid-now'),
    });
    expect(propertyOf(stack, 'QueuePolicy', 'PolicyDocument.Statement')).toHaveLength(1);
  });

  test.each<[string, string, string]>([
    [
      'the main queue is',
      '{ queue: { fifo: true }, topics: [{ name: paid, service: shop }] }',
      'shop-paid.fifo',
    ],
    [
      'its own queue is',
      '{ topics: [{ name: paid, service: shop, queue: { fifo: true } }] }',
      'shop-paid.fifo',
    ],
    [
      'its own plain queue is not',
      '{ queue: { fifo: true }, topics: [{ name: paid, service: shop, queue: true }] }',
      'shop-paid',
    ],
  ])('a FIFO topic is meant where %s', (_title, subscribe, name) => {
    const stack = renderWorker(subscribe);
    const [id = ''] = idsOfType(stack, 'AWS::SNS::Subscription');
    expect(propertyOf(stack, id, 'TopicArn')).toEqual(arnOf(name));
  });

  test('filters are passed on as they are', () => {
    const stack = renderWorker(
      '{ topics: [{ name: paid, service: shop, filter_policy: { sum: [{ numeric: [">=", 100] }] } }] }',
    );
    expect(propertyOf(stack, 'shoppaidSNSTopicSubscription', 'FilterPolicy')).toEqual({
      sum: [{ numeric: ['>=', 100] }],
    });
  });
});

describe('topics', () => {
  test('have a policy that lets queues of the account subscribe', () => {
    const fields =
      'publish: { topics: [{ name: a-b }, { name: c, fifo: { content_based_deduplication: true } }] }';
    const stack = renderSource(aWorkerService(fields));
    expect(idsOfType(stack, 'AWS::SNS::Topic')).toEqual(['abSNSTopic', 'cfifoSNSTopic']);
    expect(getResource(stack, 'cfifoSNSTopic').Properties).toEqual({
      TopicName: { 'Fn::Sub': '${AWS::StackName}-c.fifo' },
      FifoTopic: true,
      ContentBasedDeduplication: true,
      KmsMasterKeyId: 'alias/aws/sns',
    });
    expect(propertyOf(stack, 'TaskRole', 'Policies.1.PolicyDocument.Statement.0.Resource')).toEqual(
      [{ Ref: 'abSNSTopic' }, { Ref: 'cfifoSNSTopic' }],
    );
  });
});

test('the subscription to a topic of its own waits for the topic', () => {
  const topics = '[{ name: a-b, service: api }, { name: a-b, service: web }]';
  const stack = renderSource(
    aWorkerService(`publish: { topics: [{ name: a-b }] }\nsubscribe: { topics: ${topics} }\n`),
  );
  expect(getResource(stack, 'apiabSNSTopicSubscription').DependsOn).toEqual(['abSNSTopic']);
  expect(getResource(stack, 'webabSNSTopicSubscription')).not.toHaveProperty('DependsOn');
});
