import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AutolandError } from '../../core/errors.js';
import { requireEnv } from '../support/runtime/env.js';

const ecs = new ECSClient({});
const sqs = new SQSClient({});

/** Set by the template of a Worker Service. */
const WORKER_ENV = {
  cluster: 'CLUSTER_NAME',
  service: 'SERVICE_NAME',
  namespace: 'NAMESPACE',
  queues: 'QUEUE_NAMES',
} as const;

/**
 * Each minute: messages that wait in each queue, per running task, as the metric that a worker scales by. A queue
 * that cannot be read takes nothing from the others; it makes the invocation fail in the end.
 */
export const handler = async (): Promise<void> => {
  const tasks = await countRunningTasks(
    requireEnv(WORKER_ENV.cluster),
    requireEnv(WORKER_ENV.service),
  );
  const namespace = requireEnv(WORKER_ENV.namespace);
  const queues = requireEnv(WORKER_ENV.queues).split(',');
  const results = await Promise.allSettled(
    queues.map(async (queue) =>
      publish(namespace, queue, backlogPerTask(await countMessages(queue), tasks)),
    ),
  );
  const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} queues cannot be read`);
};

/** Without a running task the whole backlog counts, so that the first one is started. */
export function backlogPerTask(messages: number, tasks: number): number {
  return Math.ceil(messages / Math.max(tasks, 1));
}

async function countRunningTasks(cluster: string, service: string): Promise<number> {
  const { services = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster, services: [service] }),
  );
  const count = services[0]?.runningCount;
  if (count === undefined) {
    throw new AutolandError('NotFound', `there is no service ${service} in cluster ${cluster}`);
  }
  return count;
}

async function countMessages(queue: string): Promise<number> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

/**
 * A line of output that CloudWatch Logs turns into a metric:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
function publish(namespace: string, queue: string, backlog: number): void {
  const line = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [['QueueName']],
          Metrics: [{ Name: 'BacklogPerTask', Unit: 'Count' }],
        },
      ],
    },
    QueueName: queue,
    BacklogPerTask: backlog,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
