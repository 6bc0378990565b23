import {
  ACMClient,
  type CertificateDetail,
  type CertificateSummary,
  paginateListCertificates,
} from '@aws-sdk/client-acm';
import * as z from 'zod';
import {
  deleteCertificate,
  findCertificate,
  requestCertificate,
  waitUntilUnused,
} from './support/certificates.js';
import {
  customResource,
  type ResourceRequest,
  type ResourceResult,
} from './support/custom-resource.js';
import { type Domain, findZone, parseAliases, zoneName } from './support/domain-zones.js';
import { proveCertificate, removeProofs } from './support/validation.js';
import { openZones } from './support/zones.js';

const Properties = z.object({
  AppName: z.string(),
  EnvName: z.string(),
  DomainName: z.string(),
  /** JSON: aliases by service, or the empty text. */
  Aliases: z.string().default(''),
  EnvHostedZoneId: z.string(),
  Region: z.string(),
  RootDNSRole: z.string(),
});
type Properties = z.output<typeof Properties>;

/** `HTTPSCert` of an environment: the certificate of its domain and of its services' aliases. Its id is the ARN. */
export const certificateRequestHandler = customResource(Properties, async (request) => {
  switch (request.kind) {
    case 'Create':
      return create(request);
    case 'Update':
      return isUnchanged(request) ? {} : create(request);
    case 'Delete':
      return remove(request);
  }
});

function isUnchanged({ properties, oldProperties }: ResourceRequest<Properties>): boolean {
  if (oldProperties === undefined) return false;
  return namesOf(properties).join(' ') === namesOf(oldProperties).join(' ');
}

const domainOf = (properties: Properties): Domain => ({
  application: properties.AppName,
  environment: properties.EnvName,
  root: properties.DomainName,
});

/** The environment's domain, everything one label below it, and the aliases that lie in zones of the application. */
function namesOf(properties: Properties): readonly string[] {
  const domain = domainOf(properties);
  const own = zoneName('environment', domain);
  const aliases = parseAliases(properties.Aliases).filter((name) => findZone(name, domain));
  return [...new Set([own, `*.${own}`, ...[...aliases].sort()])];
}

const zonesOf = (properties: Properties) =>
  openZones({
    domain: domainOf(properties),
    delegationRole: properties.RootDNSRole,
    environmentZoneId: properties.EnvHostedZoneId,
  });

async function create(request: ResourceRequest<Properties>): Promise<ResourceResult> {
  const { properties, requestId, remember } = request;
  const acm = new ACMClient({ region: properties.Region });
  const names = namesOf(properties);
  const arn = await requestCertificate(acm, {
    domainName: zoneName('environment', domainOf(properties)),
    alternativeNames: names,
    tags: {
      'copilot-application': properties.AppName,
      'copilot-environment': properties.EnvName,
    },
    requestId,
  });
  remember(arn);
  await proveCertificate(acm, arn, zonesOf(properties));
  return { physicalId: arn, data: { Arn: arn } };
}

async function remove({
  properties,
  physicalId,
}: ResourceRequest<Properties>): Promise<ResourceResult> {
  // A creation that failed before there was a certificate has another id.
  if (!physicalId?.startsWith('arn:')) return {};
  const acm = new ACMClient({ region: properties.Region });
  const certificate = await waitUntilUnused(acm, physicalId);
  if (certificate === undefined) return {};
  await removeProofs(certificate, await findRelated(acm, certificate), zonesOf(properties));
  await deleteCertificate(acm, physicalId);
  return {};
}

/** Other certificates of the account with a name in common. */
async function findRelated(
  acm: ACMClient,
  certificate: CertificateDetail,
): Promise<readonly CertificateDetail[]> {
  const names = new Set(certificate.SubjectAlternativeNames ?? []);
  const sharesName = (summary: CertificateSummary) =>
    [summary.DomainName ?? '', ...(summary.SubjectAlternativeNameSummaries ?? [])].some((name) =>
      names.has(name),
    );
  const related: CertificateDetail[] = [];
  for await (const page of paginateListCertificates({ client: acm }, {})) {
    for (const summary of page.CertificateSummaryList ?? []) {
      const arn = summary.CertificateArn ?? '';
      if (arn === certificate.CertificateArn || !sharesName(summary)) continue;
      const other = await findCertificate(acm, arn);
      if (other !== undefined) related.push(other);
    }
  }
  return related;
}
