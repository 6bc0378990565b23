import type { Elsewhere } from '../../../core/places/place.js';
import { ledger } from '../ledger/current-ledger.js';
import type { NewDeployment } from '../ledger/deployments.js';
import { inPlace, inPlaceOf } from './whereabouts.js';

/** Where the deployment changes stacks, written down when it was accepted; undefined: where the installation is. */
function findElsewhereIn({
  application,
  environment,
  place,
}: Pick<NewDeployment, 'application' | 'environment' | 'place'>): Elsewhere | undefined {
  return place && { application, environment, ...place };
}

/** Runs something in the place of the deployment's environment. */
export function atPlaceOf<T>(
  deployment: Pick<NewDeployment, 'application' | 'environment' | 'place'>,
  run: () => Promise<T>,
): Promise<T> {
  return inPlace(findElsewhereIn(deployment), run);
}

/** `atPlaceOf` by id; the deployment is read when the first call needs it. */
export function atDeployment<T>(deploymentId: string, run: () => Promise<T>): Promise<T> {
  return inPlaceOf(async () => {
    const deployment = await ledger().deployments.find(deploymentId);
    return deployment && findElsewhereIn(deployment);
  }, run);
}
