import type { ContainerDependsOn } from '../schema/image.js';
import type { Logging } from '../schema/logging.js';
import type { EcsWorkload } from '../schema/workload.js';
import { errorAt, type Finding, quoteFound } from '../text/finding.js';
import type { Path } from '../text/path.js';

/** Name of the FireLens container that `logging` makes. */
const LOG_ROUTER = 'firelens_log_router';

type Container = {
  readonly isEssential: boolean;
  readonly dependsOn: ContainerDependsOn;
  readonly path: Path;
};

/** Anything beside `retention` makes the log router. */
function hasLogRouter(logging: Logging | undefined): boolean {
  const { retention: _retention, ...rest } = logging ?? {};
  return Object.values(rest).some((value) => value !== undefined);
}

function findContainers(manifest: EcsWorkload): ReadonlyMap<string, Container> {
  const containers = new Map<string, Container>();
  containers.set(manifest.name, {
    isEssential: true,
    dependsOn: manifest.image.depends_on ?? {},
    path: ['image', 'depends_on'],
  });
  if (hasLogRouter(manifest.logging)) {
    containers.set(LOG_ROUTER, { isEssential: false, dependsOn: {}, path: ['logging'] });
  }
  for (const [name, sidecar] of Object.entries(manifest.sidecars ?? {})) {
    containers.set(name, {
      isEssential: sidecar.essential ?? true,
      dependsOn: sidecar.depends_on ?? {},
      path: ['sidecars', name, 'depends_on'],
    });
  }
  return containers;
}

/** `depends_on` between containers: known names, the right statuses for essential ones, no circle. */
export function* findContainerDependencyMistakes(manifest: EcsWorkload): Iterable<Finding> {
  const containers = findContainers(manifest);
  for (const [name, { dependsOn, path }] of containers) {
    for (const [other, status] of Object.entries(dependsOn)) {
      const mistake = describeDependency(containers, name, other, status);
      if (mistake) yield errorAt([...path, other], mistake.message, mistake.hint);
    }
  }
  const circle = findCircle(containers);
  if (circle === undefined) return;
  const path = containers.get(circle[0] ?? '')?.path ?? [];
  yield errorAt(path, `containers wait for one another in a circle: ${circle.join(' -> ')}`);
}

type Mistake = { readonly message: string; readonly hint: string };

function describeDependency(
  containers: ReadonlyMap<string, Container>,
  name: string,
  other: string,
  status: string,
): Mistake | undefined {
  const target = containers.get(other);
  if (target === undefined) {
    const known = [...containers.keys()].filter((container) => container !== name);
    const hint =
      known.length > 0 ? `others are ${known.join(', ')}` : 'there is no other container';
    return { message: `container ${quoteFound(other)} does not exist`, hint };
  }
  if (other === name) {
    return { message: `container ${quoteFound(name)} cannot depend on itself`, hint: 'remove it' };
  }
  if (!target.isEssential || !['complete', 'success'].includes(status.toLowerCase())) {
    return undefined;
  }
  return {
    message: `essential container ${quoteFound(other)} can only have status start or healthy, found ${quoteFound(status)}`,
    hint: `set sidecars.${other}.essential to false if it ends by itself`,
  };
}

/** A circle of two or more containers, its first name repeated at the end. */
function findCircle(containers: ReadonlyMap<string, Container>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): readonly string[] | undefined => {
    const start = trail.indexOf(name);
    if (start >= 0) return [...trail.slice(start), name];
    if (done.has(name)) return undefined;
    done.add(name);
    for (const other of Object.keys(containers.get(name)?.dependsOn ?? {})) {
      const circle = other === name ? undefined : visit(other, [...trail, name]);
      if (circle) return circle;
    }
    return undefined;
  };
  for (const name of containers.keys()) {
    const circle = visit(name, []);
    if (circle) return circle;
  }
  return undefined;
}
