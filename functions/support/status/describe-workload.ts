import type { AlarmView } from '../../../core/alarms/alarm-states.js';
import { AutolandError } from '../../../core/errors.js';
import { findBundleStack } from '../../../core/release/make-bundle.js';
import type { BundleStack } from '../../../core/release/release.js';
import { findBundle } from '../aws/artifacts.js';
import { findStack } from '../aws/cloudformation.js';
import { listAlarms } from '../aws/cloudwatch.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { atEnvironment } from '../places/of-environment.js';
import { type KnownRelease, listHistory } from '../rollbacks/release-history.js';
import { findRunningService } from './find-service.js';
import { findLastRollback } from './last-rollback.js';

/** How many of its last releases are told. */
const RELEASES = 5;

/** A service or job as the API tells it. Times are milliseconds since the epoch. */
export type WorkloadDocument = Awaited<ReturnType<typeof describeWorkload>>;

/** How a workload stands in its environment, from AWS and from what is remembered of its releases. */
export function describeWorkload(key: EnvironmentKey, name: string) {
  return atEnvironment(key, async () => {
    const history = await listHistory(key, name);
    const inPlace = history.find(({ verdict }) => verdict === 'SUCCEEDED');
    const released = await findReleased(history, name);
    const stack = await findStack(
      released?.stackName ?? `${key.application}-${key.environment}-${name}`,
    );
    if (!stack && history.length === 0)
      throw new AutolandError(
        'NotFound',
        `there is no workload ${name} in ${key.application}/${key.environment}`,
        { instructions: ['what was released there: autoland releases'] },
      );
    const [service, alarms, lastRollback] = await Promise.all([
      stack ? findRunningService(stack) : null,
      describeAlarms(released),
      findLastRollback(history),
    ]);
    return {
      ...key,
      name,
      type: released?.type ?? null,
      stack: stack
        ? {
            name: stack.stackName,
            status: stack.status,
            reason: stack.statusReason ?? null,
            updatedAt: stack.lastUpdatedAt ?? null,
          }
        : null,
      service,
      alarms,
      release: inPlace ? describeRelease(inPlace) : null,
      releases: history.slice(0, RELEASES).map(describeRelease),
      lastRollback,
    };
  });
}

/** As the newest release that succeeded says; where none did, as the newest one would have had it. */
async function findReleased(
  history: readonly KnownRelease[],
  name: string,
): Promise<BundleStack | undefined> {
  const record = history.find(({ verdict }) => verdict === 'SUCCEEDED') ?? history[0];
  const bundle = record && (await findBundle(record.bundleKey));
  return bundle && findBundleStack(bundle, name, 'workload');
}

async function describeAlarms(released: BundleStack | undefined) {
  const { created = [], named = [] } = released?.alarms ?? {};
  const names = [...created, ...named];
  if (names.length === 0) return [];
  const existing = new Map((await listAlarms(names)).map((alarm) => [alarm.name, alarm]));
  return names.map((name) => describeAlarm(name, existing.get(name)));
}

/** `absent`: a release counts on it, and it does not exist. */
function describeAlarm(name: string, alarm: AlarmView | undefined) {
  return {
    name,
    state: alarm?.state ?? ('absent' as const),
    reason: alarm?.reason ?? '',
    since: alarm?.changedAt ?? null,
  };
}

function describeRelease({ releaseId, deploymentId, at, sourceCommit, verdict }: KnownRelease) {
  return { release: releaseId, deployment: deploymentId, at, commit: sourceCommit, verdict };
}
