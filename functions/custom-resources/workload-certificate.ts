import { ACMClient, type CertificateDetail } from '@aws-sdk/client-acm';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import * as z from 'zod';
import { refuseTakenAliases } from './support/alias-records.js';
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
import { type Domain, zoneName } from './support/domain-zones.js';
import { proveCertificate, removeProofs } from './support/validation.js';
import { openZones } from './support/zones.js';

const Properties = z.object({
  AppName: z.string(),
  EnvName: z.string(),
  ServiceName: z.string(),
  DomainName: z.string(),
  Aliases: z.array(z.string()).default([]),
  EnvHostedZoneId: z.string(),
  RootDNSRole: z.string(),
  /** Of a network load balancer; a static site has none. */
  LoadBalancerDNS: z.string().optional(),
  /** CloudFormation sends booleans as text. */
  IsCloudFrontCertificate: z.union([z.boolean(), z.string()]).optional(),
});
type Properties = z.output<typeof Properties>;

/** The certificate of a service's aliases on its network load balancer, or of a static site. Its id is the ARN. */
export const handler = customResource(Properties, async (request) => {
  switch (request.kind) {
    case 'Create':
      return create(request);
    case 'Update':
      return isUnchanged(request) ? {} : create(request);
    case 'Delete':
      return remove(request);
  }
});

const isForCloudFront = ({ IsCloudFrontCertificate: value }: Properties): boolean =>
  String(value) === 'true';

/** CloudFront takes certificates of us-east-1 only. */
const regionOf = (properties: Properties) =>
  isForCloudFront(properties) ? { region: 'us-east-1' } : {};

function isUnchanged({ properties, oldProperties }: ResourceRequest<Properties>): boolean {
  const names = (from: Properties) => [...new Set(from.Aliases)].sort().join(' ');
  return oldProperties !== undefined && names(oldProperties) === names(properties);
}

const domainOf = (properties: Properties): Domain => ({
  application: properties.AppName,
  environment: properties.EnvName,
  root: properties.DomainName,
});

const tagsOf = (properties: Properties) => ({
  'copilot-application': properties.AppName,
  'copilot-environment': properties.EnvName,
  'copilot-service': properties.ServiceName,
});

const zonesOf = (properties: Properties) =>
  openZones({
    domain: domainOf(properties),
    delegationRole: properties.RootDNSRole,
    environmentZoneId: properties.EnvHostedZoneId,
  });

async function create(request: ResourceRequest<Properties>): Promise<ResourceResult> {
  const { properties, requestId, remember } = request;
  const zones = zonesOf(properties);
  await refuseTakenAliases(findAliasesToCheck(request), findOwnTargets(properties), zones);
  const acm = new ACMClient(regionOf(properties));
  const suffix = isForCloudFront(properties) ? '' : '-nlb';
  const domainName = `${properties.ServiceName}${suffix}.${zoneName('environment', domainOf(properties))}`;
  const arn = await requestCertificate(acm, {
    domainName,
    alternativeNames: [...new Set(properties.Aliases)],
    tags: tagsOf(properties),
    requestId,
  });
  remember(arn);
  await proveCertificate(acm, arn, zones);
  return { physicalId: arn };
}

const findOwnTargets = ({ LoadBalancerDNS: own }: Properties): readonly string[] =>
  own === undefined ? [] : [own];

/**
 * A distribution is made after its certificate, so which one is ours cannot be told. An update of a site is not
 * checked: on the way back of a failed one its own record is there already, and CloudFront refuses doubles anyway.
 */
function findAliasesToCheck({ kind, properties }: ResourceRequest<Properties>): readonly string[] {
  return kind === 'Update' && isForCloudFront(properties) ? [] : properties.Aliases;
}

async function remove({
  properties,
  physicalId,
}: ResourceRequest<Properties>): Promise<ResourceResult> {
  // A creation that failed before there was a certificate has another id.
  if (!physicalId?.startsWith('arn:')) return {};
  const acm = new ACMClient(regionOf(properties));
  const certificate = await waitUntilUnused(acm, physicalId);
  if (certificate === undefined) return {};
  const others = await findOthers(acm, physicalId, properties);
  await removeProofs(certificate, others, zonesOf(properties));
  await deleteCertificate(acm, physicalId);
  return {};
}

/** Other certificates of the environment, of whatever service: they may share a name, and with it a record. */
async function findOthers(
  acm: ACMClient,
  arn: string,
  properties: Properties,
): Promise<readonly CertificateDetail[]> {
  const tagging = new ResourceGroupsTaggingAPIClient(regionOf(properties));
  const others: CertificateDetail[] = [];
  let token: string | undefined;
  do {
    const page = await tagging.send(
      new GetResourcesCommand({
        ResourceTypeFilters: ['acm:certificate'],
        TagFilters: [
          { Key: 'copilot-application', Values: [properties.AppName] },
          { Key: 'copilot-environment', Values: [properties.EnvName] },
        ],
        ...(token ? { PaginationToken: token } : {}),
      }),
    );
    for (const { ResourceARN: other } of page.ResourceTagMappingList ?? []) {
      if (other === undefined || other === arn) continue;
      const certificate = await findCertificate(acm, other);
      if (certificate !== undefined) others.push(certificate);
    }
    token = page.PaginationToken;
  } while (token);
  return others;
}
