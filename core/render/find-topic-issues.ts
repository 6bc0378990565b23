import type { Issue } from '../issues.js';
import { resolveSubscriptions, resolveTopics } from '../manifest/resolve/topics.js';
import type { WorkerService } from '../manifest/schema/worker-service.js';
import type { WorkloadManifest } from '../manifest/schema/workload.js';
import { errorAt, type Finding, warningAt } from '../manifest/text/finding.js';
import { IssueWriter } from '../manifest/text/issue-writer.js';
import { readDocument } from '../manifest/text/read-document.js';
import type { WorkloadSource } from '../workspace/workspace.js';

type Known = { readonly source: WorkloadSource; readonly manifest: WorkloadManifest };

function topicNames(manifest: WorkloadManifest): readonly string[] {
  return 'publish' in manifest ? resolveTopics(manifest.publish).map(({ name }) => name) : [];
}

function* findMistakes(
  worker: WorkerService,
  published: ReadonlyMap<string, readonly string[]>,
): Iterable<Finding> {
  for (const [index, { name, service }] of resolveSubscriptions(worker.subscribe).entries()) {
    const topics = published.get(service);
    const path = ['subscribe', 'topics', index];
    if (topics === undefined) {
      const message = `service "${service}" is not in this workspace: its topic "${name}" must exist already`;
      yield warningAt([...path, 'service'], message);
    } else if (!topics.includes(name)) {
      const found = topics.length === 0 ? 'it publishes none' : `it has ${topics.join(', ')}`;
      const message = `service "${service}" publishes no topic "${name}"; ${found}`;
      const hint =
        'a FIFO topic is subscribed to with a FIFO queue, a standard topic with a standard one';
      yield errorAt([...path, 'name'], message, hint);
    }
  }
}

/** Subscriptions to topics that no workload publishes. Copilot asks AWS for them, so a publisher had to be deployed first. */
export function findTopicIssues(
  workloads: readonly Known[],
  environment: string,
): readonly Issue[] {
  const published = new Map(
    workloads.map(({ manifest }): [string, readonly string[]] => [
      manifest.name,
      topicNames(manifest),
    ]),
  );
  return workloads.flatMap(({ source, manifest }) => {
    if (manifest.type !== 'Worker Service') return [];
    const findings = [...findMistakes(manifest, published)];
    const read = readDocument(source.text, source.file);
    if (findings.length === 0 || !read.ok) return [];
    return new IssueWriter(source.file, read.document, environment).writeMerged(findings);
  });
}
