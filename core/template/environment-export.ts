import type { CfnValue } from './cloudformation.js';
import { importValue, sub } from './cloudformation.js';

/** Outputs of the environment stack that workloads read, with the names of their exports (Copilot's, kept). */
const EXPORT_NAMES = {
  VpcId: 'VpcId',
  ClusterId: 'ClusterId',
  PublicSubnets: 'PublicSubnets',
  PrivateSubnets: 'PrivateSubnets',
  EnvironmentSecurityGroup: 'EnvironmentSecurityGroup',
  ServiceDiscoveryNamespaceID: 'ServiceDiscoveryNamespaceID',
  EnvironmentHostedZone: 'HostedZone',
  EnvironmentSubdomain: 'SubDomain',
  PublicLoadBalancerDNSName: 'PublicLoadBalancerDNS',
  PublicLoadBalancerFullName: 'PublicLoadBalancerFullName',
  PublicLoadBalancerHostedZone: 'CanonicalHostedZoneID',
  HTTPListenerArn: 'HTTPListenerArn',
  HTTPSListenerArn: 'HTTPSListenerArn',
  InternalLoadBalancerDNSName: 'InternalLoadBalancerDNS',
  InternalLoadBalancerFullName: 'InternalLoadBalancerFullName',
  InternalLoadBalancerHostedZone: 'InternalLoadBalancerCanonicalHostedZoneID',
  InternalWorkloadsHostedZone: 'InternalWorkloadsHostedZoneID',
  InternalWorkloadsHostedZoneName: 'InternalWorkloadsHostedZoneName',
  InternalHTTPListenerArn: 'InternalHTTPListenerArn',
  InternalHTTPSListenerArn: 'InternalHTTPSListenerArn',
  ManagedFileSystemID: 'FilesystemID',
  AppRunnerVpcEndpointId: 'AppRunnerVpcEndpointId',
} as const;

export type EnvironmentOutput = keyof typeof EXPORT_NAMES;

/**
 * An output of the environment stack, from inside a workload's template. Copilot reads the conditional ones through
 * its EnvController function; here the environment is deployed before its workloads, so the export is there.
 */
export function environmentOutput(output: EnvironmentOutput): CfnValue {
  return importValue(sub(`\${AppName}-\${EnvName}-${EXPORT_NAMES[output]}`));
}
