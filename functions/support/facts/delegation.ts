import type { Facts } from '../../../core/facts/facts.js';
import {
  findDelegationIssues,
  findDelegationQuestion,
} from '../../../core/facts/find-delegation-issues.js';
import type { Issue } from '../../../core/issues.js';
import { findStack } from '../aws/cloudformation.js';
import { inPlace } from '../places/whereabouts.js';
import { assumedFacts } from '../runtime/ambient.js';

/** Whether the environment may write records of the application's domain: asked only of one in another account. */
export async function checkDelegation(
  facts: Facts,
  environment: string,
): Promise<readonly Issue[]> {
  const question = isAssumed(assumedFacts())
    ? undefined
    : findDelegationQuestion(facts, environment);
  if (question === undefined) return [];
  // The role that writes the domain is the application's, not the environment's.
  const roles = await inPlace(undefined, () =>
    findStack(`${question.application}-infrastructure-roles`),
  );
  const allowed = roles?.parameters.AppDNSDelegatedAccounts ?? '';
  return findDelegationIssues(question, allowed.split(',').filter(Boolean));
}

/** Of accounts and domains that are only assumed nobody can be asked. */
const isAssumed = ({ application, environment }: Partial<Facts>): boolean =>
  [application?.accountId, application?.domain, environment?.accountId].some(Boolean);
