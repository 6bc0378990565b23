import type { Issue } from '../issues.js';
import type { Facts } from './facts.js';

/** An environment whose records another account has to allow. */
export type DelegationQuestion = {
  readonly application: string;
  readonly environment: string;
  readonly domain: string;
  /** Of the environment. */
  readonly accountId: string;
};

/** Environments in the application's own account may always write its domain; others, once they are named. */
export function findDelegationQuestion(
  { application, environment }: Facts,
  name: string,
): DelegationQuestion | undefined {
  const { domain } = application;
  const { accountId } = environment ?? {};
  const isForeign = accountId !== undefined && accountId !== application.accountId;
  return domain && isForeign
    ? { application: application.name, environment: name, domain, accountId }
    : undefined;
}

/** Without it the environment's stack fails only in the middle, when it asks for the role that writes the records. */
export function findDelegationIssues(
  { application, environment, domain, accountId }: DelegationQuestion,
  /** Accounts that the application's roles stack names. */
  allowed: readonly string[],
): readonly Issue[] {
  if (allowed.includes(accountId)) return [];
  const others = allowed.length === 0 ? 'no account' : `only ${allowed.join(', ')}`;
  return [
    {
      severity: 'error',
      file: `copilot/environments/${environment}/manifest.yml`,
      message: `environment ${environment} is in account ${accountId}, and ${others} may write records of ${domain}, the domain of application ${application}`,
      hint: `add ${accountId} to the parameter AppDNSDelegatedAccounts of stack ${application}-infrastructure-roles`,
    },
  ];
}
