import { alphanumeric } from '../../manifest/resolve/names.js';
import { resolveSubscriptions } from '../../manifest/resolve/topics.js';
import type { Queue, Subscribe, TopicSubscription } from '../../manifest/schema/subscribe.js';
import type { CfnObject, CfnValue } from '../cloudformation.js';
import { ref, sub } from '../cloudformation.js';

/** A subscription with the names of what it makes; `queue` is there where it has a queue of its own. */
export type ResolvedSubscription = {
  readonly topic: TopicSubscription;
  /** `<service><topic>`, letters and digits only: prefix of all logical ids. */
  readonly id: string;
  readonly queue: Queue | undefined;
};

const DEFAULT_QUEUE: Queue = {};

/** A queue map without any key is no queue, as Copilot reads it. */
function findQueue(queue: Queue | undefined): Queue | undefined {
  if (queue === undefined) return undefined;
  const { dead_letter: deadLetter, ...rest } = queue;
  const isSet = Object.values(rest).some((value) => value !== undefined);
  return isSet || deadLetter?.tries !== undefined ? queue : undefined;
}

function findOwnQueue(topic: TopicSubscription): Queue | undefined {
  if (typeof topic.queue === 'object') return findQueue(topic.queue);
  return topic.queue === true ? DEFAULT_QUEUE : undefined;
}

/** Subscriptions in their order; `undefined` where `subscribe.topics` is absent, which drops the queue's settings too. */
export function findSubscriptions(
  subscribe: Subscribe | undefined,
): readonly ResolvedSubscription[] | undefined {
  if (subscribe?.topics === undefined) return undefined;
  return resolveSubscriptions(subscribe).map((topic) => ({
    topic,
    id: `${alphanumeric(topic.service)}${alphanumeric(topic.name)}`,
    queue: findOwnQueue(topic),
  }));
}

/** Settings of the main queue. Copilot reads them only beside `subscribe.topics`. */
export function findMainQueue(subscribe: Subscribe | undefined): Queue | undefined {
  return subscribe?.topics === undefined ? undefined : findQueue(subscribe.queue);
}

/** Logical ids of all queues that a worker reads from, the main queue first. */
export function queueLogicalIds(subscribe: Subscribe | undefined): readonly string[] {
  const own = (findSubscriptions(subscribe) ?? []).filter(({ queue }) => queue !== undefined);
  return ['EventsQueue', ...own.map(({ id }) => `${id}EventsQueue`)];
}

/** `givesDogs` -> `Givesdogs`: Copilot makes names in COPILOT_TOPIC_QUEUE_URIS with a title caser that lowers the rest. */
function titleCase(text: string): string {
  return text.toLowerCase().replace(/[a-z]/, (letter) => letter.toUpperCase());
}

/** `COPILOT_TOPIC_QUEUE_URIS`: a JSON document of queue URLs; undefined where no topic has a queue of its own. */
export function topicQueueUris(subscribe: Subscribe | undefined): CfnValue | undefined {
  const own = (findSubscriptions(subscribe) ?? []).filter(({ queue }) => queue !== undefined);
  if (own.length === 0) return undefined;
  const urls = own.map(({ topic, id }): [string, string] => {
    const key = `${alphanumeric(topic.service)}${titleCase(alphanumeric(topic.name))}EventsQueue`;
    return [key, `\${${id}URL}`];
  });
  const json = Object.fromEntries(urls.sort(([one], [other]) => (one < other ? -1 : 1)));
  const variables: CfnObject = Object.fromEntries(
    own.map(({ id }): [string, CfnValue] => [`${id}URL`, ref(`${id}EventsQueue`)]),
  );
  return sub(JSON.stringify(json), variables);
}
