import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { join, ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';
import type { AliasesOfZone, LoadBalancer } from './load-balancer.js';
import { aliasesOf } from './load-balancer.js';
import { internalHostName } from './rule-conditions.js';

function aliasTarget({ placement, imported }: LoadBalancer): CfnObject {
  if (imported) return { HostedZoneId: imported.hostedZoneId, DNSName: imported.dnsName };
  return placement === 'public'
    ? {
        HostedZoneId: environmentOutput('PublicLoadBalancerHostedZone'),
        DNSName: environmentOutput('PublicLoadBalancerDNSName'),
      }
    : {
        HostedZoneId: environmentOutput('InternalLoadBalancerHostedZone'),
        DNSName: environmentOutput('InternalLoadBalancerDNSName'),
      };
}

const aliasRecord = (name: CfnValue, loadBalancer: LoadBalancer): CfnObject => ({
  Name: name,
  Type: 'A',
  AliasTarget: aliasTarget(loadBalancer),
});

function recordsInZone(zone: AliasesOfZone, loadBalancer: LoadBalancer): Resource {
  const { hostedZone, aliases } = zone;
  return describeResource(
    `Alias records for the application load balancer in hosted zone ${hostedZone}`,
    {
      Type: 'AWS::Route53::RecordSetGroup',
      Properties: {
        HostedZoneId: hostedZone,
        Comment: sub(
          `LoadBalancer aliases for service \${WorkloadName} in hosted zone ${hostedZone}`,
        ),
        RecordSets: aliases.map((alias) => aliasRecord(alias, loadBalancer)),
      },
    },
  );
}

/** `<service>.<env>.<app>.<domain>`, where the manifest names no host. */
function defaultPublicRecord(loadBalancer: LoadBalancer): Resource {
  const name = join('.', [ref('WorkloadName'), environmentOutput('EnvironmentSubdomain'), '']);
  return describeResource('The default alias record for the application load balancer', {
    Type: 'AWS::Route53::RecordSetGroup',
    Properties: {
      HostedZoneId: environmentOutput('EnvironmentHostedZone'),
      Comment: sub('LoadBalancer alias for service ${WorkloadName}'),
      RecordSets: [aliasRecord(name, loadBalancer)],
    },
  });
}

function internalRecord(loadBalancer: LoadBalancer, hostName: string): Resource {
  return describeResource(`Alias for ${hostName} to the internal load balancer`, {
    Type: 'AWS::Route53::RecordSetGroup',
    Properties: {
      Comment: sub('Load balancer alias for service ${WorkloadName}'),
      HostedZoneId: environmentOutput('InternalWorkloadsHostedZone'),
      RecordSets: [aliasRecord(internalHostName(), loadBalancer)],
    },
  });
}

/**
 * Records that point to the load balancer: in the user's hosted zones, below the application's domain where the
 * manifest names no host at all, or in the environment's private zone. `internalName` is for people only.
 */
export function renderDnsRecords(
  loadBalancer: LoadBalancer,
  internalName: string,
): { readonly [id: string]: Resource } {
  if (!loadBalancer.isHttps && loadBalancer.placement === 'internal') {
    return { LoadBalancerInternalDNSAlias: internalRecord(loadBalancer, internalName) };
  }
  if (!loadBalancer.isHttps) return {};
  if (aliasesOf(loadBalancer).length > 0) {
    return Object.fromEntries(
      loadBalancer.zones.map((zone): [string, Resource] => [
        `LoadBalancerDNSAlias${zone.hostedZone}`,
        recordsInZone(zone, loadBalancer),
      ]),
    );
  }
  return loadBalancer.placement === 'imported'
    ? {}
    : { LoadBalancerDNSAlias: defaultPublicRecord(loadBalancer) };
}
