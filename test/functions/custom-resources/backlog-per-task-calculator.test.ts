import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import {
  backlogPerTask,
  handler,
} from '../../../functions/custom-resources/backlog-per-task-calculator.js';

const ecs = mockClient(ECSClient);
const sqs = mockClient(SQSClient);
let lines: string[];

beforeEach(() => {
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  jest.replaceProperty(process, 'env', {
    ...process.env,
    CLUSTER_NAME: 'cluster',
    SERVICE_NAME: 'worker',
    NAMESPACE: 'shop-test-worker',
    QUEUE_NAMES: 'first,second',
  });
  ecs.reset();
  sqs.reset();
  ecs.on(DescribeServicesCommand).resolves({ services: [{ runningCount: 3 }] });
  sqs.on(GetQueueUrlCommand).callsFake(({ QueueName }) => ({ QueueUrl: `https://${QueueName}` }));
  sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '10' } });
});

test.each([
  [10, 3, 4],
  [9, 3, 3],
  [0, 3, 0],
  [7, 0, 7],
])('%d messages on %d tasks are %d per task', (messages, tasks, expected) => {
  expect(backlogPerTask(messages, tasks)).toBe(expected);
});

test('each queue gives one metric in the namespace of the worker', async () => {
  await handler();
  const metrics = lines.map((line) => JSON.parse(line));
  expect(metrics).toEqual([
    expect.objectContaining({ QueueName: 'first', BacklogPerTask: 4 }),
    expect.objectContaining({ QueueName: 'second', BacklogPerTask: 4 }),
  ]);
  expect(metrics[0]._aws.CloudWatchMetrics).toEqual([
    {
      Namespace: 'shop-test-worker',
      Dimensions: [['QueueName']],
      Metrics: [{ Name: 'BacklogPerTask', Unit: 'Count' }],
    },
  ]);
});

test('a queue that cannot be read takes nothing from the others, and fails the invocation', async () => {
  sqs.on(GetQueueUrlCommand, { QueueName: 'first' }).rejects(new Error('no such queue'));
  await expect(handler()).rejects.toThrow('1 queues cannot be read');
  expect(lines.map((line) => JSON.parse(line).QueueName)).toEqual(['second']);
});

test('a service that does not exist is told', async () => {
  ecs.on(DescribeServicesCommand).resolves({ services: [] });
  await expect(handler()).rejects.toThrow('there is no service worker in cluster cluster');
});
