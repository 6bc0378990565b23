import type { Publish, Topic } from '../schema/publish.js';
import type { QueueFifo, Subscribe, TopicSubscription } from '../schema/subscribe.js';

/** A map with at least one key switches on, whatever the key says: as Copilot reads it. */
export function isFifo(fifo: Topic['fifo'] | QueueFifo | undefined): boolean {
  if (typeof fifo === 'object') return Object.values(fifo).some((value) => value !== undefined);
  return fifo === true;
}

/** Published topics under their names in AWS: a FIFO topic's name ends in `.fifo`. */
export function resolveTopics(publish: Publish | undefined): readonly Topic[] {
  return (publish?.topics ?? []).map((topic) =>
    isFifo(topic.fifo) ? { ...topic, name: `${topic.name}.fifo` } : topic,
  );
}

/**
 * Subscriptions under the names of the topics in AWS. The topic is a FIFO topic where the queue that takes its
 * messages is: the main queue, or the topic's own where that is a map.
 */
export function resolveSubscriptions(
  subscribe: Subscribe | undefined,
): readonly TopicSubscription[] {
  return (subscribe?.topics ?? []).map((topic) => {
    const queue = topic.queue === undefined ? subscribe?.queue : topic.queue;
    const fifo = typeof queue === 'object' && isFifo(queue.fifo);
    return fifo ? { ...topic, name: `${topic.name}.fifo` } : topic;
  });
}
