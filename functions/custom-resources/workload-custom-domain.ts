import * as z from 'zod';
import {
  type AliasTarget,
  pointAliases,
  refuseTakenAliases,
  removeAliases,
} from './support/alias-records.js';
import { customResource, type ResourceRequest } from './support/custom-resource.js';
import { type FindZoneOf, openZones } from './support/zones.js';

const Properties = z.object({
  AppName: z.string(),
  EnvName: z.string(),
  ServiceName: z.string(),
  DomainName: z.string(),
  Aliases: z.array(z.string()).default([]),
  EnvHostedZoneId: z.string(),
  RootDNSRole: z.string(),
  /** Network load balancer of the service, or the site's CloudFront distribution. */
  PublicAccessDNS: z.string(),
  PublicAccessHostedZoneID: z.string(),
});
type Properties = z.output<typeof Properties>;

/** Records of the aliases of one service behind its network load balancer, or of a static site. */
export const handler = customResource(Properties, async (request) => {
  const { properties, logicalId } = request;
  const zones = openZones({
    domain: {
      application: properties.AppName,
      environment: properties.EnvName,
      root: properties.DomainName,
    },
    delegationRole: properties.RootDNSRole,
    environmentZoneId: properties.EnvHostedZoneId,
  });
  if (request.kind === 'Delete') {
    await removeAliases(properties.Aliases, targetOf(properties), zones);
  } else {
    await activate(request, zones);
  }
  return { physicalId: logicalId };
});

async function activate(request: ResourceRequest<Properties>, zones: FindZoneOf): Promise<void> {
  const { properties, oldProperties } = request;
  const aliases = [...new Set(properties.Aliases)];
  const own = [properties.PublicAccessDNS];
  if (oldProperties !== undefined) own.push(oldProperties.PublicAccessDNS);
  await refuseTakenAliases(aliases, own, zones);
  await pointAliases(aliases, targetOf(properties), zones);
  if (oldProperties === undefined) return;
  const dropped = oldProperties.Aliases.filter((name) => !aliases.includes(name));
  await removeAliases(dropped, targetOf(oldProperties), zones);
}

const targetOf = (properties: Properties): AliasTarget => ({
  dnsName: properties.PublicAccessDNS,
  hostedZoneId: properties.PublicAccessHostedZoneID,
});
