import type { Resource } from '../cloudformation.js';
import { ref } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';

/** `<service>.<env>.<app>.local` in the environment's private namespace. */
export function renderDiscoveryService(): Resource {
  return describeResource('Service discovery for your services to communicate within the VPC', {
    Type: 'AWS::ServiceDiscovery::Service',
    Properties: {
      Description: 'Discovery Service for the Copilot services',
      DnsConfig: {
        RoutingPolicy: 'MULTIVALUE',
        DnsRecords: [
          { TTL: 10, Type: 'A' },
          { TTL: 10, Type: 'SRV' },
        ],
      },
      HealthCheckCustomConfig: { FailureThreshold: 1 },
      Name: ref('WorkloadName'),
      NamespaceId: environmentOutput('ServiceDiscoveryNamespaceID'),
    },
  });
}
