import { resolveTopics } from '../../manifest/resolve/topics.js';
import type { WorkerService } from '../../manifest/schema/worker-service.js';
import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { getAtt, join, ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import type { Statement } from '../iam.js';
import { properties } from '../properties.js';
import { renderEventsKey } from './events-key.js';
import {
  receiveStatement,
  renderDeadLetterQueue,
  renderQueue,
  renderQueuePolicy,
} from './queues.js';
import type { ResolvedSubscription } from './topic-queue.js';
import { findMainQueue, findSubscriptions } from './topic-queue.js';
import { topicLogicalId } from './topics.js';

/** ARN of the topic of another service of the same environment. */
function topicArn({ topic }: ResolvedSubscription): CfnValue {
  const prefix = sub('arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:');
  const name = `-${topic.service}-${topic.name}`;
  return join('', [prefix, ref('AppName'), '-', ref('EnvName'), name]);
}

/** A topic may put its messages into a queue. */
function sendStatement(subscription: ResolvedSubscription, queueId: string): Statement {
  return {
    principal: { Service: 'sns.amazonaws.com' },
    actions: ['sqs:SendMessage'],
    resources: [getAtt(queueId, 'Arn')],
    condition: { ArnEquals: { 'aws:SourceArn': topicArn(subscription) } },
  };
}

const queueIdOf = ({ id, queue }: ResolvedSubscription): string =>
  queue === undefined ? 'EventsQueue' : `${id}EventsQueue`;

function renderSubscription(subscription: ResolvedSubscription, worker: WorkerService): Resource {
  const { topic } = subscription;
  // The ARN is text, which CloudFormation waits for nothing by: a topic of the same stack may not be there yet.
  const isOwn =
    topic.service === worker.name &&
    resolveTopics(worker.publish).some(({ name }) => name === topic.name);
  const filter = topic.filter_policy;
  const hasFilter = filter !== undefined && Object.keys(filter).length > 0;
  return describeResource(
    `A SNS subscription to topic ${topic.name} from service ${topic.service}`,
    {
      Type: 'AWS::SNS::Subscription',
      ...(isOwn ? { DependsOn: [topicLogicalId(topic)] } : {}),
      Properties: properties({
        TopicArn: topicArn(subscription),
        Protocol: 'sqs',
        // The manifest's YAML is plain data, read without tags.
        FilterPolicy: hasFilter ? (filter as CfnObject) : undefined,
        Endpoint: getAtt(queueIdOf(subscription), 'Arn'),
      }),
    },
  );
}

function renderOwnQueue(subscription: ResolvedSubscription): { readonly [id: string]: Resource } {
  const { id, queue, topic } = subscription;
  if (queue === undefined) return {};
  const queueId = `${id}EventsQueue`;
  const from = `the topic ${topic.name}`;
  return {
    [queueId]: renderQueue(queue, `${id}DeadLetterQueue`, { article: 'A', from: ` from ${from}` }),
    ...renderDeadLetterQueue(queue, id, from),
    [`${id}QueuePolicy`]: renderQueuePolicy(queueId, [
      receiveStatement(queueId),
      sendStatement(subscription, queueId),
    ]),
  };
}

/**
 * What a worker reads from: always the main queue with its key and policy, and for each subscribed topic a
 * subscription, with a queue of its own where the manifest asks for one.
 */
export function renderSubscriptions(worker: WorkerService): { readonly [id: string]: Resource } {
  const subscriptions = findSubscriptions(worker.subscribe) ?? [];
  const main = findMainQueue(worker.subscribe);
  const toMain = subscriptions.filter(({ queue }) => queue === undefined);
  const resources: { [id: string]: Resource } = {
    EventsKMSKey: renderEventsKey(),
    EventsQueue: renderQueue(main, 'DeadLetterQueue', { article: 'An events', from: '' }),
    ...renderDeadLetterQueue(main, '', 'the events queue'),
    QueuePolicy: renderQueuePolicy('EventsQueue', [
      receiveStatement('EventsQueue'),
      ...toMain.map((subscription) => sendStatement(subscription, 'EventsQueue')),
    ]),
  };
  for (const subscription of subscriptions) {
    resources[`${subscription.id}SNSTopicSubscription`] = renderSubscription(subscription, worker);
    Object.assign(resources, renderOwnQueue(subscription));
  }
  return resources;
}
