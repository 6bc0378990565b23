import { alphanumeric } from '../resolve/names.js';
import { parsePortMapping } from '../resolve/port-mapping.js';
import { findWords } from '../resolve/words.js';
import type { ContainerHealthCheck } from '../schema/image.js';
import type { Logging } from '../schema/logging.js';
import type { Sidecar, Sidecars } from '../schema/sidecars.js';
import type { StringOrList } from '../schema/values.js';
import { errorAt, type Finding, quoteFound, warningAt } from '../text/finding.js';
import type { Path } from '../text/path.js';
import { findEnvironmentValueMistakes, findSecretMistakes } from './environment-values.js';
import { findDependencyStatusMistakes } from './image.js';
import { findVolumePathMistakes } from './storage.js';

export function* findSidecarMistakes(sidecars: Sidecars | undefined): Iterable<Finding> {
  const names = new Map<string, string>();
  for (const [name, sidecar] of Object.entries(sidecars ?? {})) {
    const path = ['sidecars', name];
    yield* findContainerMistakes(sidecar, path);
    const other = names.get(alphanumeric(name));
    if (other !== undefined) {
      const message = `sidecar "${name}" and "${other}" have the same name without punctuation`;
      yield errorAt(path, message, 'rename one of them: parameters of the stack are named so');
    }
    names.set(alphanumeric(name), name);
  }
}

function* findContainerMistakes(sidecar: Sidecar, path: Path): Iterable<Finding> {
  yield* findSidecarImageMistakes(sidecar, path);
  const protocol = sidecar.port === undefined ? undefined : parsePortMapping(sidecar.port).protocol;
  if (protocol !== undefined && protocol !== 'tcp' && protocol !== 'udp') {
    yield errorAt([...path, 'port'], `protocol ${quoteFound(protocol)} is neither tcp nor udp`);
  }
  for (const [index, mount] of (sidecar.mount_points ?? []).entries()) {
    const at = [...path, 'mount_points', index];
    if (mount.source_volume === '') {
      yield errorAt([...at, 'source_volume'], '"source_volume" must be specified');
    }
    yield* findVolumePathMistakes(mount.path, [...at, 'path']);
  }
  yield* findDependencyStatusMistakes(sidecar.depends_on, [...path, 'depends_on']);
  yield* findEnvironmentValueMistakes(sidecar, path);
  yield* findCommandMistakes(sidecar, path);
  yield* findHealthCheckDoubts(sidecar.healthcheck, [...path, 'healthcheck']);
}

function* findSidecarImageMistakes({ image }: Sidecar, path: Path): Iterable<Finding> {
  const at = [...path, 'image'];
  const isBuilt = typeof image === 'object' && image.build !== undefined && image.build !== '';
  const location = typeof image === 'string' ? image : image.location;
  if (isBuilt && location !== undefined) {
    yield errorAt(
      at,
      'must specify one of "build" and "location", found both',
      'remove one of the two',
    );
  }
  if (!isBuilt && !location) {
    yield errorAt(at, 'must specify one of "image", "image.build" or "image.location"');
  }
}

export function* findCommandMistakes(
  container: {
    readonly entrypoint?: StringOrList | undefined;
    readonly command?: StringOrList | undefined;
  },
  path: Path,
): Iterable<Finding> {
  for (const key of ['entrypoint', 'command'] as const) {
    const value = container[key];
    if (value === undefined || findWords(value) !== undefined) continue;
    const message = `${quoteFound(value)} has a quote that stays open`;
    yield errorAt([...path, key], message, 'close the quote, or write a list of words');
  }
}

const COMMAND_KINDS: ReadonlySet<string> = new Set(['CMD', 'CMD-SHELL', 'NONE']);

/** ECS refuses a health check whose command does not say how to run it. */
export function* findHealthCheckDoubts(
  check: ContainerHealthCheck | undefined,
  path: Path,
): Iterable<Finding> {
  const first = check?.command?.[0];
  if (first === undefined || COMMAND_KINDS.has(first)) return;
  const hint = 'write ["CMD-SHELL", "curl -f http://localhost/ || exit 1"] or the like';
  yield warningAt(
    [...path, 'command'],
    `command starts with ${quoteFound(first)}, not CMD or CMD-SHELL`,
    hint,
  );
}

/** What CloudWatch Logs takes. Source: PutRetentionPolicy, retentionInDays. */
const RETENTION_DAYS: ReadonlySet<number> = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
]);

export function* findRetentionDoubts(days: number | undefined, path: Path): Iterable<Finding> {
  if (days === undefined || RETENTION_DAYS.has(days)) return;
  const near = [...RETENTION_DAYS].find((allowed) => allowed >= days) ?? 3653;
  yield warningAt(
    path,
    `CloudWatch Logs knows no retention of ${days} days`,
    `for instance ${near}`,
  );
}

export function* findLoggingMistakes(logging: Logging | undefined): Iterable<Finding> {
  if (logging === undefined) return;
  yield* findEnvironmentValueMistakes(logging, ['logging']);
  yield* findSecretMistakes(logging.secretOptions, ['logging', 'secretOptions']);
  yield* findRetentionDoubts(logging.retention, ['logging', 'retention']);
}
