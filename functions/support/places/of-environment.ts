import * as z from 'zod';
import { ALL_ENVIRONMENTS } from '../../../core/deletion/all-environments.js';
import { type Elsewhere, findElsewhere, type Place } from '../../../core/places/place.js';
import { findParameter } from '../aws/ssm.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { home, inPlaceOf } from './whereabouts.js';

/** Copilot's own record of an environment, in SSM: one that Autoland makes elsewhere has such a record too. */
const EnvironmentRecord = z.object({
  accountID: z.string().optional(),
  region: z.string().optional(),
});

/** Where the environment is, by its record in the installation's account; undefined: where the installation is. */
async function findElsewhereOf(key: EnvironmentKey): Promise<Elsewhere | undefined> {
  const { application, environment } = key;
  if (environment === ALL_ENVIRONMENTS) return undefined;
  const text = await findParameter(
    `/copilot/applications/${application}/environments/${environment}`,
  );
  if (text === undefined) return undefined;
  const { accountID, region } = EnvironmentRecord.parse(JSON.parse(text));
  return findElsewhere(key, { account: accountID, region }, home());
}

/** As a deployment keeps it: nothing where the environment is where the installation is. */
export async function findPlaceToKeep(key: EnvironmentKey): Promise<{ readonly place?: Place }> {
  const found = await findElsewhereOf(key);
  return found ? { place: { account: found.account, region: found.region } } : {};
}

/** Runs something in the place of the environment. */
export function atEnvironment<T>(key: EnvironmentKey, run: () => Promise<T>): Promise<T> {
  return inPlaceOf(() => findElsewhereOf(key), run);
}
