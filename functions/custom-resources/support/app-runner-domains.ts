import {
  AppRunnerClient,
  AssociateCustomDomainCommand,
  type CustomDomain,
  DescribeCustomDomainsCommand,
  DisassociateCustomDomainCommand,
} from '@aws-sdk/client-apprunner';
import { pause } from './pause.js';

const appRunner = new AppRunnerClient({});

/** A domain of a service: where its record points to, and the records that prove it. */
export type ServiceDomain = {
  readonly status: string;
  readonly target: string;
  readonly proofs: readonly { readonly name: string; readonly value: string }[];
};

/** Associates the domain; one that this service has already is fine, one of another service is refused by App Runner. */
export async function associateDomain(service: string, domain: string): Promise<void> {
  if ((await findServiceDomain(service, domain)) !== undefined) return;
  await appRunner.send(
    new AssociateCustomDomainCommand({ ServiceArn: service, DomainName: domain }),
  );
}

async function findServiceDomain(
  service: string,
  domain: string,
): Promise<ServiceDomain | undefined> {
  let token: string | undefined;
  do {
    const page = await appRunner.send(
      new DescribeCustomDomainsCommand({
        ServiceArn: service,
        ...(token ? { NextToken: token } : {}),
      }),
    );
    const found = page.CustomDomains?.find((candidate) => candidate.DomainName === domain);
    if (found !== undefined) return toServiceDomain(found, page.DNSTarget);
    token = page.NextToken;
  } while (token);
  return undefined;
}

function toServiceDomain(domain: CustomDomain, target = ''): ServiceDomain {
  const records = domain.CertificateValidationRecords ?? [];
  return {
    // Documented in capitals, answered in small letters by the service.
    status: (domain.Status ?? '').toUpperCase(),
    target,
    proofs: records.flatMap(({ Name: name, Value: value }) =>
      name && value ? [{ name, value }] : [],
    ),
  };
}

const PROOF_ATTEMPTS = 20;
/** App Runner asks for this many records. */
const PROOFS = 3;

/**
 * Waits for the records that prove the domain. One that was removed and added again can be active at once, by proofs
 * that App Runner remembers: then its records count as soon as all of them are there.
 */
export async function waitForProofs(service: string, domain: string): Promise<ServiceDomain> {
  let status = 'not associated';
  for (let attempt = 0; attempt < PROOF_ATTEMPTS; attempt++) {
    await pause(attempt === 0 ? 0 : 3000);
    const found = await findServiceDomain(service, domain);
    status = found?.status ?? 'not associated';
    if (found === undefined) continue;
    const isPending = status === 'PENDING_CERTIFICATE_DNS_VALIDATION' && found.proofs.length > 0;
    if (isPending || (status === 'ACTIVE' && found.proofs.length === PROOFS)) return found;
  }
  throw new Error(`domain ${domain} has no validation records; its status is ${status}`);
}

/** What the domain had; undefined where it, or the whole service, is not there. */
export async function disassociateDomain(
  service: string,
  domain: string,
): Promise<ServiceDomain | undefined> {
  try {
    const { CustomDomain: removed, DNSTarget } = await appRunner.send(
      new DisassociateCustomDomainCommand({ ServiceArn: service, DomainName: domain }),
    );
    return removed && toServiceDomain(removed, DNSTarget);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const REMOVAL_ATTEMPTS = 40;

export async function waitUntilDisassociated(service: string, domain: string): Promise<void> {
  for (let attempt = 0; attempt < REMOVAL_ATTEMPTS; attempt++) {
    await pause(attempt === 0 ? 0 : 10_000);
    const found = await findServiceDomain(service, domain);
    if (found === undefined) return;
    if (found.status === 'DELETE_FAILED') {
      throw new Error(`domain ${domain} cannot be removed; its status is ${found.status}`);
    }
  }
  throw new Error(`domain ${domain} is still associated with ${service}`);
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'ResourceNotFoundException' || /no custom domain/i.test(error.message);
}
