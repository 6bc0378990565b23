import { alphanumeric } from '../../manifest/resolve/names.js';
import { isFifo, resolveTopics } from '../../manifest/resolve/topics.js';
import type { Publish, Topic } from '../../manifest/schema/publish.js';
import type { CfnValue, Resource } from '../cloudformation.js';
import { ref, sub } from '../cloudformation.js';
import type { RenderContext } from '../context.js';
import { describeResource } from '../description.js';
import { policyDocument } from '../iam.js';
import { findPartition } from '../partition.js';
import { properties } from '../properties.js';

/** Logical id of a topic under its name in AWS. */
export const topicLogicalId = ({ name }: Pick<Topic, 'name'>): string =>
  `${alphanumeric(name)}SNSTopic`;

/** References to the topics that a workload publishes, for the policy that allows it. */
export function topicReferences(publish: Publish | undefined): readonly CfnValue[] {
  return resolveTopics(publish).map((topic) => ref(topicLogicalId(topic)));
}

/** ARN as literal text: the containers get all ARNs as one JSON document. */
function topicArn(topic: Topic, workload: string, context: RenderContext): string {
  const { region = '', accountId = '' } = context.facts.environment ?? {};
  const name = [context.application, context.environment, workload, topic.name].join('-');
  return `arn:${findPartition(region)}:sns:${region}:${accountId}:${name}`;
}

/** `{ "<topic>": "<ARN>" }`, keys sorted; undefined where nothing is published. */
export function topicArnsJson(
  publish: Publish | undefined,
  workload: string,
  context: RenderContext,
): string | undefined {
  const topics = resolveTopics(publish);
  if (topics.length === 0) return undefined;
  const arns = topics.map((topic): [string, string] => [
    topic.name,
    topicArn(topic, workload, context),
  ]);
  return JSON.stringify(Object.fromEntries(arns.sort(([one], [other]) => (one < other ? -1 : 1))));
}

function contentBasedDeduplication(topic: Topic): boolean | undefined {
  return typeof topic.fifo === 'object' ? topic.fifo.content_based_deduplication : undefined;
}

function renderTopic(topic: Topic): Resource {
  const fifo = isFifo(topic.fifo);
  return describeResource(`A SNS ${fifo ? 'FIFO ' : ''}topic to broadcast ${topic.name} events`, {
    Type: 'AWS::SNS::Topic',
    Properties: properties({
      TopicName: sub(`\${AWS::StackName}-${topic.name}`),
      FifoTopic: fifo ? true : undefined,
      ContentBasedDeduplication: contentBasedDeduplication(topic),
      KmsMasterKeyId: 'alias/aws/sns',
    }),
  });
}

/** Anyone in the account may subscribe a queue. */
function renderTopicPolicy(topicId: string): Resource {
  return {
    Type: 'AWS::SNS::TopicPolicy',
    DependsOn: topicId,
    Properties: {
      Topics: [ref(topicId)],
      PolicyDocument: policyDocument([
        {
          principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
          actions: ['sns:Subscribe'],
          resources: [ref(topicId)],
          condition: { StringEquals: { 'sns:Protocol': 'sqs' } },
        },
      ]),
    },
  };
}

/** `publish.topics`: a topic and its policy each. */
export function renderTopics(publish: Publish | undefined): { readonly [id: string]: Resource } {
  const entries = resolveTopics(publish).flatMap((topic): [string, Resource][] => {
    const id = topicLogicalId(topic);
    return [
      [id, renderTopic(topic)],
      [`${id}Policy`, renderTopicPolicy(id)],
    ];
  });
  return Object.fromEntries(entries);
}
