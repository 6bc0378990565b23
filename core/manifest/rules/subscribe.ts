import { findGoDuration } from '../resolve/go-duration.js';
import { alphanumeric, isBasicName } from '../resolve/names.js';
import type { Queue, QueueFifo, Subscribe } from '../schema/subscribe.js';
import { errorAt, type Finding, quoteFound } from '../text/finding.js';
import type { Path } from '../text/path.js';
import { findTopicNameMistakes } from './publish.js';

export function* findSubscribeMistakes(subscribe: Subscribe | undefined): Iterable<Finding> {
  if (subscribe?.queue) yield* findQueueMistakes(subscribe.queue, ['subscribe', 'queue']);
  const seen = new Set<string>();
  for (const [index, topic] of (subscribe?.topics ?? []).entries()) {
    const path = ['subscribe', 'topics', index];
    yield* findTopicNameMistakes(topic.name, [...path, 'name']);
    yield* findServiceNameMistakes(topic.service, [...path, 'service']);
    if (typeof topic.queue === 'object') yield* findQueueMistakes(topic.queue, [...path, 'queue']);
    const id = `${alphanumeric(topic.service)}/${alphanumeric(topic.name)}`;
    if (seen.has(id)) {
      const message = `subscribes twice to topic ${quoteFound(topic.name)} of ${quoteFound(topic.service)}`;
      yield errorAt(path, message, 'keep one of the two');
    }
    seen.add(id);
  }
}

function* findServiceNameMistakes(service: string, path: Path): Iterable<Finding> {
  if (service === '') yield errorAt(path, '"service" must be specified');
  else if (!isBasicName(service)) {
    const message = `${quoteFound(service)} is no service name`;
    const hint =
      'names start with a letter and hold two or more lower-case letters, numbers and single hyphens';
    yield errorAt(path, message, hint);
  }
}

/** Seconds that SQS takes. Source: CreateQueue. */
const LIMITS = {
  retention: [60, 1_209_600],
  delay: [0, 900],
  timeout: [0, 43_200],
} as const;

function* findQueueMistakes(queue: Queue, path: Path): Iterable<Finding> {
  for (const key of ['retention', 'delay', 'timeout'] as const) {
    const text = queue[key];
    const seconds = text === undefined ? undefined : findGoDuration(text);
    const [min, max] = LIMITS[key];
    if (seconds === undefined || (seconds >= min && seconds <= max)) continue;
    yield errorAt(
      [...path, key],
      `must be from ${min} to ${max} seconds, found ${quoteFound(text)}`,
    );
  }
  if (queue.dead_letter?.tries === 0) {
    yield errorAt([...path, 'dead_letter', 'tries'], 'must be at least 1, found 0');
  }
  yield* findFifoMistakes(queue.fifo, [...path, 'fifo']);
}

const SCOPES: readonly string[] = ['messageGroup', 'queue'];
const THROUGHPUTS: readonly string[] = ['perMessageGroupId', 'perQueue'];

function* findFifoMistakes(fifo: QueueFifo | undefined, path: Path): Iterable<Finding> {
  if (typeof fifo !== 'object') return;
  const { deduplication_scope: scope, throughput_limit: throughput } = fifo;
  if (fifo.high_throughput !== undefined) {
    for (const key of ['throughput_limit', 'deduplication_scope'] as const) {
      if (fifo[key] === undefined) continue;
      yield errorAt(
        [...path, key],
        `must specify one, not both, of "high_throughput" and "${key}"`,
      );
    }
  }
  if (scope !== undefined && !SCOPES.includes(scope)) {
    yield errorAt(
      [...path, 'deduplication_scope'],
      `must be one of ${SCOPES.join(', ')}, found ${quoteFound(scope)}`,
    );
  }
  if (throughput !== undefined && !THROUGHPUTS.includes(throughput)) {
    const message = `must be one of ${THROUGHPUTS.join(', ')}, found ${quoteFound(throughput)}`;
    yield errorAt([...path, 'throughput_limit'], message);
  }
  if (throughput === 'perMessageGroupId' && scope === 'queue') {
    const message =
      '"throughput_limit" must be set to "perQueue" when "deduplication_scope" is set to "queue"';
    yield errorAt([...path, 'throughput_limit'], message);
  }
}
