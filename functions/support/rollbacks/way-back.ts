import type { ReleaseBundle } from '../../../core/release/release.js';
import { stackKey } from '../../../core/release/stack-key.js';
import { assessReversibility } from '../../../core/rollback/assess-reversibility.js';
import type { Reversibility, ReversibilityInput } from '../../../core/rollback/reversibility.js';
import { listAlarms } from '../aws/cloudwatch.js';
import { fewAtOnce } from '../deletion/few-at-once.js';
import { listImporters } from '../deletion/list-stacks.js';
import type { StackForecast } from '../deployments/forecast.js';
import { fileExists } from '../places/place-files.js';
import { checkPreviousImages } from './previous-images.js';
import type { WayBackRecord } from './record-way-back.js';

export type WayBackQuestion = {
  readonly application: string;
  /** Holds the files that templates refer to. */
  readonly filesBucket: string;
  readonly includeAddons: boolean;
};

/**
 * Whether there is a way back from a release, before it goes forward: asks for everything that going back would need,
 * of the stacks that change.
 */
export async function assessWayBack(
  forecasts: readonly StackForecast[],
  { previous, isIntact, before }: WayBackRecord,
  { application, filesBucket, includeAddons }: WayBackQuestion,
): Promise<Reversibility> {
  const changing = forecasts.filter(({ diff }) => diff.action !== 'none');
  const former = changing.flatMap(({ stack }) => before.get(stackKey(stack))?.stack ?? []);
  const [images, missingFiles, importedExports, missingAlarms] = await Promise.all([
    checkPreviousImages(former, application),
    findMissingFiles(former, filesBucket),
    findImportedExports(changing),
    findMissingAlarms(changing),
  ]);
  return assessReversibility({
    stacks: forecasts.map(({ stack: { name, stackName, kind, oneWay = false }, diff }) => ({
      name,
      stackName,
      kind,
      diff,
      oneWay,
    })),
    previousBundle:
      previous || before.size > 0
        ? { releaseId: previous?.releaseId ?? 'captured', intact: isIntact }
        : null,
    ...images,
    missingFiles,
    importedExports,
    missingAlarms,
    includeAddons,
  });
}

/** Keys of files hold their hashes: what is there is what was there. */
async function findMissingFiles(
  stacks: ReleaseBundle['stacks'],
  bucket: string,
): Promise<NonNullable<ReversibilityInput['missingFiles']>> {
  const files = stacks.flatMap(({ name, assetKeys }) =>
    assetKeys.map((file) => ({ stack: name, file })),
  );
  const found = await fewAtOnce(files, async (one) =>
    (await fileExists(one.file, bucket)) ? [] : [one],
  );
  return found.flat();
}

async function findImportedExports(
  changing: readonly StackForecast[],
): Promise<ReversibilityInput['importedExports']> {
  const removed = new Set(changing.flatMap(({ diff }) => diff.removedExports));
  return fewAtOnce([...removed], async (exportName) => ({
    exportName,
    importedBy: await listImporters(exportName),
  }));
}

/** Alarms that the manifests name; those that the release makes itself are of no concern. */
async function findMissingAlarms(
  changing: readonly StackForecast[],
): Promise<NonNullable<ReversibilityInput['missingAlarms']>> {
  const named = changing.flatMap(({ stack }) =>
    stack.alarms.named.map((alarm) => ({ stack: stack.name, alarm })),
  );
  const existing = await listAlarms([...new Set(named.map(({ alarm }) => alarm))]);
  const names = new Set(existing.map(({ name }) => name));
  return named.filter(({ alarm }) => !names.has(alarm));
}
