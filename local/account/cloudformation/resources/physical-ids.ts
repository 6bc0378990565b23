/** Physical ids and ARNs as the services would make them up. */
import { HEX_DIGITS } from '../../dice.js';
import type { World } from '../../world.js';
import { findResourceType } from '../resource-catalog.js';
import type { Properties } from '../stack-records.js';

export type Naming = {
  readonly world: World;
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
};

/** Ids that a service gives: prefix of `Ref`. */
const ID_PREFIXES: { readonly [type: string]: string } = {
  'AWS::EC2::VPC': 'vpc',
  'AWS::EC2::Subnet': 'subnet',
  'AWS::EC2::SecurityGroup': 'sg',
  'AWS::EC2::SecurityGroupIngress': 'sgr',
  'AWS::EC2::SecurityGroupEgress': 'sgr',
  'AWS::EC2::RouteTable': 'rtb',
  'AWS::EC2::Route': 'route',
  'AWS::EC2::InternetGateway': 'igw',
  'AWS::EC2::NatGateway': 'nat',
  'AWS::EC2::EIP': 'eipalloc',
  'AWS::EC2::SubnetRouteTableAssociation': 'rtbassoc',
  'AWS::EC2::VPCGatewayAttachment': 'IGW',
  'AWS::EC2::VPCEndpoint': 'vpce',
  'AWS::EC2::FlowLog': 'fl',
  'AWS::EFS::FileSystem': 'fs',
  'AWS::EFS::MountTarget': 'fsmt',
  'AWS::EFS::AccessPoint': 'fsap',
  'AWS::ServiceDiscovery::PrivateDnsNamespace': 'ns',
  'AWS::ServiceDiscovery::HttpNamespace': 'ns',
  'AWS::ServiceDiscovery::Service': 'srv',
  'AWS::Route53::HostedZone': 'Z',
};

/** Types whose `Ref` is an ARN, with the part before the name. */
const ARN_PATHS: { readonly [type: string]: string } = {
  'AWS::SNS::Topic': 'sns:',
  'AWS::IAM::ManagedPolicy': 'iam:policy/',
  'AWS::SecretsManager::Secret': 'secretsmanager:secret:',
  'AWS::StepFunctions::StateMachine': 'states:stateMachine:',
  'AWS::ElasticLoadBalancingV2::Listener': 'elasticloadbalancing:listener/',
  'AWS::ElasticLoadBalancingV2::ListenerRule': 'elasticloadbalancing:listener-rule/',
  'AWS::CertificateManager::Certificate': 'acm:certificate/',
  'AWS::AppRunner::Service': 'apprunner:service/',
  'AWS::AppRunner::VpcConnector': 'apprunner:vpcconnector/',
  'AWS::CodeStarConnections::Connection': 'codestar-connections:connection/',
};

const key = ({ stackName, logicalId }: Naming): string => `physical/${stackName}/${logicalId}`;

/** `shop-test-api-TaskRole-1A2B3C4D5E6F`, at most 64 characters as most services allow. */
export function makeName(naming: Naming): string {
  const suffix = naming.world.dice.text(key(naming), 12);
  const name = `${naming.stackName}-${naming.logicalId}`.slice(0, 64 - suffix.length - 1);
  const whole = `${name}-${suffix}`;
  return naming.type === 'AWS::S3::Bucket' ? whole.toLowerCase() : whole;
}

const makeHex = (naming: Naming, length = 17): string =>
  naming.world.dice.text(key(naming), length, HEX_DIGITS);

/** The name that the template gives, in the property that `Ref` stands for or one that ends in `Name`. */
function findGivenName(naming: Naming): string | undefined {
  const { properties, type } = naming;
  const own = type.split('::').at(-1) ?? '';
  const candidates = [...(findResourceType(type)?.refersTo ?? []), 'Name', `${own}Name`];
  if (type === 'AWS::IAM::ManagedPolicy') candidates.push('ManagedPolicyName');
  const found = candidates
    .map((name) => properties[name])
    .find((value) => typeof value === 'string');
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export const findName = (naming: Naming): string => findGivenName(naming) ?? makeName(naming);

function formatServiceArn(world: World, path: string, name: string): string {
  const cut = path.indexOf(':');
  const service = path.slice(0, cut);
  const region = service === 'iam' ? '' : world.region;
  return `arn:aws:${service}:${region}:${world.accountId}:${path.slice(cut + 1)}${name}`;
}

export function makePhysicalId(naming: Naming): string {
  const prefix = ID_PREFIXES[naming.type];
  if (prefix === 'Z') return `Z${naming.world.dice.text(key(naming), 19)}`;
  if (prefix) return `${prefix}-${makeHex(naming)}`;
  const path = ARN_PATHS[naming.type];
  if (path) return formatServiceArn(naming.world, path, findName(naming));
  const name = findName(naming);
  if (naming.type === 'AWS::SQS::Queue') {
    return `https://sqs.${naming.world.region}.amazonaws.com/${naming.world.accountId}/${name}`;
  }
  return name;
}
