import type { ReleaseBundle } from '../../core/release/release.js';
import { assessReversibility } from '../../core/rollback/assess-reversibility.js';
import type { Reversibility } from '../../core/rollback/reversibility.js';
import type { StackForecast } from './forecast.js';

/** Whether there is a way back from a release, before it goes forward. */
export function assessWayBack(
  forecasts: readonly StackForecast[],
  previous: ReleaseBundle | undefined,
): Reversibility {
  return assessReversibility({
    stacks: forecasts.map(({ stack: { name, stackName, kind }, diff }) => ({
      name,
      stackName,
      kind,
      diff,
      oneWay: false,
    })),
    previousBundle: previous ? { releaseId: previous.releaseId, intact: true } : null,
    missingImages: [],
    importedExports: [],
  });
}
