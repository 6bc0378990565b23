import type { Issue } from '../issues.js';
import { findNearest } from '../manifest/nearest-key.js';
import type { RepairedManifest } from '../manifest/parse-manifest.js';
import { resolveSubscriptions, resolveTopics } from '../manifest/resolve/topics.js';
import type { WorkloadManifest } from '../manifest/schema/workload.js';
import { errorAt, type Finding, quoteFound, warningAt } from '../manifest/text/finding.js';
import { IssueWriter } from '../manifest/text/issue-writer.js';
import { startsWith } from '../manifest/text/path.js';
import { listNames } from './list-names.js';
import { missingEnvFile, missingSource } from './missing-files.js';
import { listOverriddenEnvironments } from './overridden-environments.js';
import type { WorkloadSource, Workspace } from './workspace.js';

/** A workload's manifest as it is for one environment. */
export type ParsedWorkload = {
  readonly source: WorkloadSource;
  readonly environment: string;
  readonly manifest: WorkloadManifest;
};

/** A workload whose manifest has mistakes, as far as it can be read nevertheless. */
export type MistakenWorkload = {
  readonly source: WorkloadSource;
  readonly environment: string;
  readonly repaired: RepairedManifest<WorkloadManifest>;
};

/** Workloads that mistaken manifests depend on and that are not there. Other references hang on more of a manifest. */
export function findDependencyIssues(
  workspace: Workspace,
  mistaken: readonly MistakenWorkload[],
): readonly Issue[] {
  return mistaken.flatMap(({ source, environment, repaired: { manifest, holes } }) => {
    const findings = [...findDependencyMistakes(manifest, workspace)];
    const found = findings.filter(({ path }) => !holes.some((hole) => startsWith(path, hole)));
    return new IssueWriter(source, environment).writeMerged(found);
  });
}

/** What a manifest says about other parts of the workspace: workloads, topics, files, environments. */
export function findReferenceIssues(
  workspace: Workspace,
  parsed: readonly ParsedWorkload[],
): readonly Issue[] {
  return parsed.flatMap((workload) => {
    const { source, environment, manifest } = workload;
    const neighbours = parsed.filter((other) => other.environment === environment);
    const merged = [
      ...findNameDoubts(workload),
      ...findStackClashes(workload, workspace, neighbours),
      ...findDependencyMistakes(manifest, workspace),
      ...findTopicMistakes(manifest, workspace, neighbours),
      ...findFileDoubts(manifest, workspace),
    ];
    const original = [...findEnvironmentDoubts(workload, workspace)];
    const writer = new IssueWriter(source, environment);
    return [...writer.writeMerged(merged), ...writer.writeOriginal(original)];
  });
}

function* findNameDoubts({ source, manifest }: ParsedWorkload): Iterable<Finding> {
  if (manifest.name === source.name) return;
  const message = `name is ${quoteFound(manifest.name)}, but the folder is ${quoteFound(source.name)}`;
  yield warningAt(['name'], message, 'give both the same name');
}

/** Stacks are called `<app>-<env>-<name>`: two of one name would replace each other. */
function* findStackClashes(
  { source, environment, manifest: { name } }: ParsedWorkload,
  { environmentAddons, environments }: Workspace,
  neighbours: readonly ParsedWorkload[],
): Iterable<Finding> {
  const hint = 'it names the stack: choose another one';
  const before = neighbours.slice(
    0,
    neighbours.findIndex((other) => other.source === source),
  );
  const taken =
    before.find((other) => other.manifest.name === name)?.source.file ??
    environmentAddons.find((addon) => addon.name === name)?.file;
  if (taken !== undefined)
    yield errorAt(['name'], `${quoteFound(name)} is the name of ${taken} too`, hint);
  const stack = `${environment}-${name}`;
  if (environments.some((other) => other.name === stack)) {
    const message = `its stack in environment "${environment}" has the name of that of environment "${stack}"`;
    yield errorAt(['name'], message, hint);
  }
}

function* findDependencyMistakes(
  { depends_on: dependsOn = [] }: WorkloadManifest,
  workspace: Workspace,
): Iterable<Finding> {
  const names = listNames(workspace);
  for (const [index, name] of dependsOn.entries()) {
    if (names.includes(name)) continue;
    const near = findNearest(name, names);
    const hint = near ? `did you mean "${near}"?` : `workloads are ${names.join(', ')}`;
    yield errorAt(['depends_on', index], `workload ${quoteFound(name)} does not exist`, hint);
  }
}

/** A topic must be there when its subscriber is deployed. Publishers outside of the workspace are only doubted. */
function* findTopicMistakes(
  manifest: WorkloadManifest,
  workspace: Workspace,
  neighbours: readonly ParsedWorkload[],
): Iterable<Finding> {
  if (manifest.type !== 'Worker Service') return;
  for (const [index, { name, service }] of resolveSubscriptions(manifest.subscribe).entries()) {
    const path = ['subscribe', 'topics', index];
    const publisher = neighbours.find((other) => other.source.name === service);
    const isKnown =
      workspace.workloads.some((workload) => workload.name === service) ||
      workspace.leftOut.includes(service);
    if (publisher === undefined && !isKnown) {
      const hint = 'it must have been deployed from elsewhere before this service is';
      yield warningAt(
        [...path, 'service'],
        `service ${quoteFound(service)} is not in the workspace`,
        hint,
      );
    }
    const topics = publisher ? listTopics(publisher.manifest) : [name];
    if (topics.includes(name)) continue;
    const hint =
      topics.length > 0
        ? `it publishes ${topics.join(', ')}`
        : `add the topic to publish.topics of ${service}`;
    yield errorAt(
      [...path, 'name'],
      `service ${quoteFound(service)} publishes no topic ${quoteFound(name)}`,
      hint,
    );
  }
}

function listTopics(manifest: WorkloadManifest): readonly string[] {
  if (manifest.type === 'Static Site') return [];
  return resolveTopics(manifest.publish).map((topic) => topic.name);
}

const doubtOf = (finding: Finding): Finding => ({ ...finding, severity: 'warning' });

/** Files that the deployer uploads. A workspace may have been sent without them, so they are only doubted. */
function* findFileDoubts(manifest: WorkloadManifest, { files }: Workspace): Iterable<Finding> {
  const paths = [...files.keys()];
  const has = (path: string) => {
    const plain = path.replace(/^\.\//, '').replace(/\/$/, '');
    return plain === '.' || paths.some((file) => file === plain || file.startsWith(`${plain}/`));
  };
  if (manifest.type === 'Static Site') {
    for (const [index, { source }] of (manifest.files ?? []).entries()) {
      if (!has(source)) yield doubtOf(missingSource(['files', index, 'source'], source));
    }
    return;
  }
  if (manifest.type === 'Request-Driven Web Service') return;
  const envFiles: (readonly [Finding['path'], string | undefined])[] = [
    [['env_file'], manifest.env_file],
    [['logging', 'env_file'], manifest.logging?.env_file],
    ...Object.entries(manifest.sidecars ?? {}).map(
      ([name, sidecar]) => [['sidecars', name, 'env_file'], sidecar.env_file] as const,
    ),
  ];
  for (const [path, file] of envFiles) {
    if (file !== undefined && !has(file)) yield doubtOf(missingEnvFile(path, file));
  }
}

/** An override for an environment that nobody has is most likely a slip of the pen. */
function* findEnvironmentDoubts(
  { source }: ParsedWorkload,
  { environments }: Workspace,
): Iterable<Finding> {
  const known = environments.map(({ name }) => name);
  if (known.length === 0) return;
  for (const name of listOverriddenEnvironments(source)) {
    if (known.includes(name)) continue;
    const near = findNearest(name, known);
    const hint = near ? `did you mean "${near}"?` : `environments are ${known.join(', ')}`;
    const message = `environment ${quoteFound(name)} has no manifest in the workspace`;
    yield { ...warningAt(['environments', name], message, hint), atKey: true };
  }
}
