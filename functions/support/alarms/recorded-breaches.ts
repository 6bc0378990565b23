import type { Breach } from '../../../core/alarms/alarm-states.js';
import { detail } from '../deployments/deployments.js';
import type { InFlightBreach } from '../deployments/stopping.js';
import type { Deployment } from '../ledger/deployments.js';

/** The alarms that took the release back, or kept it from success: heard during its bake, or on the way there. */
export function listRecordedBreaches(release: Deployment): readonly Breach[] {
  const bake = detail<{ readonly breaches?: readonly Breach[] }>(release, 'bake');
  return bake?.breaches ?? detail<InFlightBreach>(release, 'breached')?.breaches ?? [];
}
