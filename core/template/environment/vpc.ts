import type { CfnValue, Resource, Template } from '../cloudformation.js';
import { getAtt, ref, select } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { type ManagedVpc, nameTag } from './settings.js';

type Resources = Template['Resources'];

/** Managed network: one public and one private subnet per zone, NAT gateways while a workload asks for them. */
export function renderManagedVpc(vpc: ManagedVpc): Resources {
  return {
    ...renderNetwork(vpc),
    ...renderSubnets(vpc, 'Public', vpc.publicCidrs),
    ...renderSubnets(vpc, 'Private', vpc.privateCidrs),
    ...renderPublicRouteAssociations(vpc),
    ...renderNatGateways(vpc),
  };
}

function renderNetwork(vpc: ManagedVpc): Resources {
  return {
    VPC: describeResource('A virtual private cloud for the environment', {
      Type: 'AWS::EC2::VPC',
      Properties: {
        CidrBlock: vpc.cidr,
        EnableDnsHostnames: true,
        EnableDnsSupport: true,
        InstanceTenancy: 'default',
        Tags: nameTag(''),
      },
    }),
    PublicRouteTable: describeResource('A route table that sends public subnets to the internet', {
      Type: 'AWS::EC2::RouteTable',
      Properties: { VpcId: ref('VPC'), Tags: nameTag('') },
    }),
    DefaultPublicRoute: {
      Type: 'AWS::EC2::Route',
      DependsOn: 'InternetGatewayAttachment',
      Properties: {
        RouteTableId: ref('PublicRouteTable'),
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: ref('InternetGateway'),
      },
    },
    InternetGateway: describeResource('An internet gateway', {
      Type: 'AWS::EC2::InternetGateway',
      Properties: { Tags: nameTag('') },
    }),
    InternetGatewayAttachment: {
      Type: 'AWS::EC2::VPCGatewayAttachment',
      Properties: { InternetGatewayId: ref('InternetGateway'), VpcId: ref('VPC') },
    },
  };
}

function renderSubnets(
  vpc: ManagedVpc,
  kind: 'Public' | 'Private',
  cidrs: readonly string[],
): Resources {
  const isPublic = kind === 'Public';
  const resources: { [id: string]: Resource } = {};
  cidrs.forEach((cidr, index) => {
    resources[`${kind}Subnet${index + 1}`] = describeResource(
      `${kind} subnet ${index + 1} ${isPublic ? 'with' : 'without'} a way in from the internet`,
      {
        Type: 'AWS::EC2::Subnet',
        Properties: {
          CidrBlock: cidr,
          VpcId: ref('VPC'),
          AvailabilityZone: findZone(vpc, index),
          MapPublicIpOnLaunch: isPublic,
          Tags: nameTag(`-${isPublic ? 'pub' : 'priv'}${index}`),
        },
      },
    );
  });
  return resources;
}

function findZone(vpc: ManagedVpc, index: number): CfnValue {
  return vpc.zones[index] ?? select(index, { 'Fn::GetAZs': '' });
}

function renderPublicRouteAssociations(vpc: ManagedVpc): Resources {
  return Object.fromEntries(
    vpc.publicCidrs.map((_, index) => [
      `PublicSubnet${index + 1}RouteTableAssociation`,
      {
        Type: 'AWS::EC2::SubnetRouteTableAssociation',
        Properties: {
          RouteTableId: ref('PublicRouteTable'),
          SubnetId: ref(`PublicSubnet${index + 1}`),
        },
      },
    ]),
  );
}

function renderNatGateways(vpc: ManagedVpc): Resources {
  const gateways = vpc.privateCidrs.map((_, index) => renderNatGateway(index));
  return Object.assign({}, ...gateways);
}

function renderNatGateway(index: number): Resources {
  const number = index + 1;
  const onDemand = { Condition: 'CreateNATGateways' };
  return {
    [`NatGateway${number}Attachment`]: describeResource(`An Elastic IP for NAT gateway ${number}`, {
      Type: 'AWS::EC2::EIP',
      ...onDemand,
      DependsOn: 'InternetGatewayAttachment',
      Properties: { Domain: 'vpc' },
    }),
    [`NatGateway${number}`]: describeResource(
      `NAT gateway ${number}, the way out for private subnet ${number}`,
      {
        Type: 'AWS::EC2::NatGateway',
        ...onDemand,
        Properties: {
          AllocationId: getAtt(`NatGateway${number}Attachment`, 'AllocationId'),
          SubnetId: ref(`PublicSubnet${number}`),
          Tags: nameTag(`-${index}`),
        },
      },
    ),
    [`PrivateRouteTable${number}`]: {
      Type: 'AWS::EC2::RouteTable',
      ...onDemand,
      Properties: { VpcId: ref('VPC') },
    },
    [`PrivateRoute${number}`]: {
      Type: 'AWS::EC2::Route',
      ...onDemand,
      Properties: {
        RouteTableId: ref(`PrivateRouteTable${number}`),
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: ref(`NatGateway${number}`),
      },
    },
    [`PrivateRouteTable${number}Association`]: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      ...onDemand,
      Properties: {
        RouteTableId: ref(`PrivateRouteTable${number}`),
        SubnetId: ref(`PrivateSubnet${number}`),
      },
    },
  };
}
