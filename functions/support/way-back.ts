import { assessReversibility } from '../../core/rollback/assess-reversibility.js';
import type { Reversibility } from '../../core/rollback/reversibility.js';
import type { StackForecast } from './forecast.js';
import type { WayBackRecord } from './record-way-back.js';

/** Whether there is a way back from a release, before it goes forward. */
export function assessWayBack(
  forecasts: readonly StackForecast[],
  { previous, isIntact, before }: WayBackRecord,
): Reversibility {
  return assessReversibility({
    stacks: forecasts.map(({ stack: { name, stackName, kind }, diff }) => ({
      name,
      stackName,
      kind,
      diff,
      oneWay: false,
    })),
    previousBundle:
      previous || before.size > 0
        ? { releaseId: previous?.releaseId ?? 'captured', intact: isIntact }
        : null,
    missingImages: [],
    importedExports: [],
  });
}
