import * as z from 'zod';
import { type AliasTarget, pointAliases, removeAliases } from './support/alias-records.js';
import { customResource } from './support/custom-resource.js';
import { parseAliases } from './support/domain-zones.js';
import { openZones } from './support/zones.js';

const Properties = z.object({
  AppName: z.string(),
  EnvName: z.string(),
  DomainName: z.string(),
  /** JSON: aliases by service, or the empty text. */
  Aliases: z.string().default(''),
  AppDNSRole: z.string(),
  /** Load balancer of the environment, or its CloudFront distribution. */
  PublicAccessDNS: z.string(),
  PublicAccessHostedZone: z.string(),
});
type Properties = z.output<typeof Properties>;

/** Records of the aliases of all services behind an environment's public load balancer. */
export const handler = customResource(Properties, async (request) => {
  const { kind, properties, oldProperties, logicalId } = request;
  const zones = zonesOf(properties);
  const aliases = parseAliases(properties.Aliases);
  if (kind === 'Delete') {
    await removeAliases(aliases, targetOf(properties), zones);
    return { physicalId: logicalId };
  }
  await pointAliases(aliases, targetOf(properties), zones);
  if (oldProperties !== undefined) {
    const dropped = parseAliases(oldProperties.Aliases).filter((name) => !aliases.includes(name));
    // Deleted by what they pointed to: the target may have changed with the aliases.
    await removeAliases(dropped, targetOf(oldProperties), zones);
  }
  return { physicalId: logicalId };
});

const targetOf = (properties: Properties): AliasTarget => ({
  dnsName: properties.PublicAccessDNS,
  hostedZoneId: properties.PublicAccessHostedZone,
});

const zonesOf = (properties: Properties) =>
  openZones({
    domain: {
      application: properties.AppName,
      environment: properties.EnvName,
      root: properties.DomainName,
    },
    delegationRole: properties.AppDNSRole,
  });
