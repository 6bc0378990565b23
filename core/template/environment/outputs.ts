import type { CfnValue, Output, Template } from '../cloudformation.js';
import { getAtt, join, ref, sub } from '../cloudformation.js';
import { type EnvironmentSettings, privateSubnets, publicSubnets, vpcId } from './settings.js';

type Outputs = NonNullable<Template['Outputs']>;

/** Exports are a contract with every workload stack: names differ from the outputs' ids where they always did. */
function exported(name: string, value: CfnValue, condition?: string): Output {
  return {
    ...(condition === undefined ? {} : { Condition: condition }),
    Value: value,
    Export: { Name: sub(`\${AWS::StackName}-${name}`) },
  };
}

export const ROLE_OUTPUTS: Outputs = {
  EnvironmentManagerRoleARN: {
    ...exported('EnvironmentManagerRoleARN', getAtt('EnvironmentManagerRole', 'Arn')),
    Description: 'The role that manages the environment.',
  },
  CFNExecutionRoleARN: {
    ...exported('CFNExecutionRoleARN', getAtt('CloudformationExecutionRole', 'Arn')),
    Description: 'The role with which CloudFormation deploys into the environment.',
  },
};

export function renderOutputs(settings: EnvironmentSettings): Outputs {
  return {
    ...renderNetworkOutputs(settings),
    ...renderPublicOutputs(settings),
    ...renderInternalOutputs(settings),
    ClusterId: exported('ClusterId', ref('Cluster')),
    ...ROLE_OUTPUTS,
    ...(settings.publicHttp.certificates.length === 0 ? DOMAIN_OUTPUTS : {}),
    EnabledFeatures: {
      Value: sub(
        '${ALBWorkloads},${InternalALBWorkloads},${EFSWorkloads},${NATWorkloads},${Aliases},${AppRunnerPrivateWorkloads}',
      ),
      Description: 'Makes a change of these parameters a change of the stack.',
    },
    ManagedFileSystemID: exported('FilesystemID', ref('FileSystem'), 'CreateEFS'),
    LastForceDeployID: {
      Value: '',
      Description: 'Makes a forced deployment a change of the stack.',
    },
  };
}

function renderNetworkOutputs({ vpc }: EnvironmentSettings): Outputs {
  return {
    VpcId: exported('VpcId', vpcId(vpc)),
    ...subnetOutput('PublicSubnets', publicSubnets(vpc)),
    ...subnetOutput('PrivateSubnets', privateSubnets(vpc)),
    ...(vpc.kind === 'imported'
      ? {}
      : {
          InternetGatewayID: exported('InternetGatewayID', ref('InternetGateway')),
          PublicRouteTableID: exported('PublicRouteTableID', ref('PublicRouteTable')),
          PrivateRouteTableIDs: exported(
            'PrivateRouteTableIDs',
            join(
              ',',
              vpc.privateCidrs.map((_, index) => ref(`PrivateRouteTable${index + 1}`)),
            ),
            'CreateNATGateways',
          ),
          AppRunnerVpcEndpointId: exported(
            'AppRunnerVpcEndpointId',
            ref('AppRunnerVpcEndpoint'),
            'CreateAppRunnerVPCEndpoint',
          ),
        }),
    ServiceDiscoveryNamespaceID: exported(
      'ServiceDiscoveryNamespaceID',
      getAtt('ServiceDiscoveryNamespace', 'Id'),
    ),
    EnvironmentSecurityGroup: exported('EnvironmentSecurityGroup', ref('EnvironmentSecurityGroup')),
  };
}

function subnetOutput(name: string, subnets: readonly CfnValue[]): Outputs {
  return subnets.length === 0 ? {} : { [name]: exported(name, join(',', subnets)) };
}

function renderPublicOutputs(settings: EnvironmentSettings): Outputs {
  const onDemand = 'CreateALB';
  const loadBalancer = (attribute: string): CfnValue => getAtt('PublicLoadBalancer', attribute);
  return {
    PublicLoadBalancerDNSName: exported('PublicLoadBalancerDNS', loadBalancer('DNSName'), onDemand),
    PublicLoadBalancerFullName: exported(
      'PublicLoadBalancerFullName',
      loadBalancer('LoadBalancerFullName'),
      onDemand,
    ),
    PublicLoadBalancerHostedZone: exported(
      'CanonicalHostedZoneID',
      loadBalancer('CanonicalHostedZoneID'),
      onDemand,
    ),
    HTTPListenerArn: exported('HTTPListenerArn', ref('HTTPListener'), onDemand),
    HTTPSListenerArn: exported('HTTPSListenerArn', ref('HTTPSListener'), 'ExportHTTPSListener'),
    DefaultHTTPTargetGroupArn: exported(
      'DefaultHTTPTargetGroup',
      ref('DefaultHTTPTargetGroup'),
      onDemand,
    ),
    ...(settings.cdn === undefined
      ? {}
      : {
          CloudFrontDomainName: exported(
            'CloudFrontDomainName',
            getAtt('CloudFrontDistribution', 'DomainName'),
            onDemand,
          ),
        }),
    PublicALBAccessible: {
      Condition: onDemand,
      Value: settings.publicHttp.ingress.prefixLists.length === 0 ? 'true' : 'false',
    },
  };
}

function renderInternalOutputs(settings: EnvironmentSettings): Outputs {
  const onDemand = 'CreateInternalALB';
  const loadBalancer = (attribute: string): CfnValue => getAtt('InternalLoadBalancer', attribute);
  return {
    InternalLoadBalancerDNSName: exported(
      'InternalLoadBalancerDNS',
      loadBalancer('DNSName'),
      onDemand,
    ),
    InternalLoadBalancerFullName: exported(
      'InternalLoadBalancerFullName',
      loadBalancer('LoadBalancerFullName'),
      onDemand,
    ),
    InternalLoadBalancerHostedZone: exported(
      'InternalLoadBalancerCanonicalHostedZoneID',
      loadBalancer('CanonicalHostedZoneID'),
      onDemand,
    ),
    ...(settings.internalHttp.certificates.length === 0 ? INTERNAL_ZONE_OUTPUTS : {}),
    InternalHTTPListenerArn: exported(
      'InternalHTTPListenerArn',
      ref('InternalHTTPListener'),
      onDemand,
    ),
    InternalHTTPSListenerArn: exported(
      'InternalHTTPSListenerArn',
      ref('InternalHTTPSListener'),
      'ExportInternalHTTPSListener',
    ),
    InternalLoadBalancerSecurityGroup: exported(
      'InternalLoadBalancerSecurityGroup',
      ref('InternalLoadBalancerSecurityGroup'),
      onDemand,
    ),
  };
}

const INTERNAL_ZONE_OUTPUTS: Outputs = {
  InternalWorkloadsHostedZone: exported(
    'InternalWorkloadsHostedZoneID',
    ref('InternalWorkloadsHostedZone'),
    'CreateInternalALB',
  ),
  InternalWorkloadsHostedZoneName: exported(
    'InternalWorkloadsHostedZoneName',
    sub('${EnvironmentName}.${AppName}.internal'),
    'CreateInternalALB',
  ),
};

const DOMAIN_OUTPUTS: Outputs = {
  EnvironmentHostedZone: exported('HostedZone', ref('EnvironmentHostedZone'), 'DelegateDNS'),
  EnvironmentSubdomain: exported(
    'SubDomain',
    sub('${EnvironmentName}.${AppName}.${AppDNSName}'),
    'DelegateDNS',
  ),
};
