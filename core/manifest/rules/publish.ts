import { alphanumeric } from '../resolve/names.js';
import { resolveTopics } from '../resolve/topics.js';
import type { Publish } from '../schema/publish.js';
import { errorAt, type Finding, quoteFound } from '../text/finding.js';
import type { Path } from '../text/path.js';

const TOPIC_NAME = /^[a-zA-Z0-9_-]+$/;

export function* findTopicNameMistakes(name: string, path: Path): Iterable<Finding> {
  if (name === '') yield errorAt(path, '"name" must be specified');
  else if (!TOPIC_NAME.test(name)) {
    yield errorAt(
      path,
      `"name" can only contain letters, numbers, underscores, and hyphens, found ${quoteFound(name)}`,
    );
  }
}

export function* findPublishMistakes(publish: Publish | undefined): Iterable<Finding> {
  for (const [index, topic] of (publish?.topics ?? []).entries()) {
    yield* findTopicNameMistakes(topic.name, ['publish', 'topics', index, 'name']);
  }
  const ids = new Map<string, string>();
  for (const [index, topic] of resolveTopics(publish).entries()) {
    const id = alphanumeric(topic.name);
    const other = ids.get(id);
    if (other !== undefined) {
      const message = `topic ${quoteFound(topic.name)} collides with ${quoteFound(other)}`;
      const hint = 'names must differ by more than punctuation: they become names of resources';
      yield errorAt(['publish', 'topics', index, 'name'], message, hint);
    }
    ids.set(id, topic.name);
  }
}
