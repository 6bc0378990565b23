import { AutolandError } from '../../../core/errors.js';
import { findStack } from '../aws/cloudformation.js';
import { ledger } from '../ledger/current-ledger.js';
import type { EnvironmentKey } from '../ledger/leases.js';
import { atEnvironment } from '../places/of-environment.js';
import { now } from '../runtime/ambient.js';

/** Protects an environment, or no longer. Throws `NotFound` where it is not: a mistyped name would protect nothing. */
export async function protectEnvironment(key: EnvironmentKey, isProtected: boolean): Promise<void> {
  const { application, environment } = key;
  if (isProtected && !(await exists(key))) {
    throw new AutolandError(
      'NotFound',
      `there is no environment ${environment} of ${application}`,
      {
        instructions: ['deploy it first; the protection goes with the environment'],
      },
    );
  }
  await ledger().protection.set(key, isProtected, now());
}

async function exists(key: EnvironmentKey): Promise<boolean> {
  const name = `${key.application}-${key.environment}`;
  return (await atEnvironment(key, () => findStack(name))) !== undefined;
}
