import { isFifo } from '../../manifest/resolve/topics.js';
import type { Queue } from '../../manifest/schema/subscribe.js';
import type { CfnObject, Resource } from '../cloudformation.js';
import { getAtt, ref } from '../cloudformation.js';
import { describeResource } from '../description.js';
import type { Statement } from '../iam.js';
import { policyDocument } from '../iam.js';
import { properties } from '../properties.js';
import { wholeSeconds } from '../routing/rule.js';

/** Seconds: 14 days, the longest that SQS keeps a message. */
const DEAD_LETTER_RETENTION = 1_209_600;

const isFifoQueue = (queue: Queue | undefined): boolean => isFifo(queue?.fifo);

function fifoProperties(queue: Queue | undefined): CfnObject {
  if (!isFifoQueue(queue)) return {};
  const fifo = typeof queue?.fifo === 'object' ? queue.fifo : {};
  const isHigh = fifo.high_throughput === true;
  return properties({
    FifoQueue: true,
    FifoThroughputLimit: isHigh ? 'perMessageGroupId' : fifo.throughput_limit,
    DeduplicationScope: isHigh ? 'messageGroup' : fifo.deduplication_scope,
    ContentBasedDeduplication: fifo.content_based_deduplication,
  });
}

function redrivePolicy(queue: Queue | undefined, deadLetterId: string): CfnObject | undefined {
  const tries = queue?.dead_letter?.tries;
  if (tries === undefined) return undefined;
  return { deadLetterTargetArn: getAtt(deadLetterId, 'Arn'), maxReceiveCount: tries };
}

/** A queue with its settings; `source` says where its messages come from. */
export function renderQueue(
  queue: Queue | undefined,
  deadLetterId: string,
  source: { readonly article: string; readonly from: string },
): Resource {
  const kind = isFifoQueue(queue) ? 'SQS FIFO' : 'SQS';
  return describeResource(`${source.article} ${kind} queue to buffer messages${source.from}`, {
    Type: 'AWS::SQS::Queue',
    Properties: properties({
      KmsMasterKeyId: ref('EventsKMSKey'),
      MessageRetentionPeriod: wholeSeconds(queue?.retention),
      DelaySeconds: wholeSeconds(queue?.delay),
      VisibilityTimeout: wholeSeconds(queue?.timeout),
      RedrivePolicy: redrivePolicy(queue, deadLetterId),
      ...fifoProperties(queue),
    }),
  });
}

/** The containers may take messages out of a queue. */
export function receiveStatement(queueId: string): Statement {
  return {
    principal: { AWS: [getAtt('TaskRole', 'Arn')] },
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
    resources: [getAtt(queueId, 'Arn')],
  };
}

export function renderQueuePolicy(queueId: string, statements: readonly Statement[]): Resource {
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [ref(queueId)], PolicyDocument: policyDocument(statements) },
  };
}

/** `<prefix>DeadLetterQueue` and its policy, where the queue gives up after some tries. */
export function renderDeadLetterQueue(
  queue: Queue | undefined,
  prefix: string,
  from: string,
): { readonly [id: string]: Resource } {
  if (queue?.dead_letter?.tries === undefined) return {};
  const fifo = isFifoQueue(queue);
  const id = `${prefix}DeadLetterQueue`;
  const description = `A dead letter SQS ${fifo ? 'FIFO ' : ''}queue to buffer failed messages from ${from}`;
  return {
    [id]: describeResource(description, {
      Type: 'AWS::SQS::Queue',
      Properties: properties({
        KmsMasterKeyId: ref('EventsKMSKey'),
        MessageRetentionPeriod: DEAD_LETTER_RETENTION,
        FifoQueue: fifo ? true : undefined,
      }),
    }),
    [`${prefix}DeadLetterPolicy`]: renderQueuePolicy(id, [receiveStatement(id)]),
  };
}
