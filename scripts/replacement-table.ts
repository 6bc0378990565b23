/**
 * Writes core/plan/replacement-table.json: for each resource type that a workspace is likely to have, the properties
 * whose change makes CloudFormation replace the resource, from @aws-cdk/aws-service-spec. A name with `?` is replaced
 * under some conditions only.
 *
 *     npx tsx scripts/replacement-table.ts
 */
import { writeFileSync } from 'node:fs';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

/** Services of Copilot's own templates, and those that addons usually are made of. */
const SERVICES = [
  'ApiGateway',
  'ApiGatewayV2',
  'AppRunner',
  'ApplicationAutoScaling',
  'CertificateManager',
  'CloudFormation',
  'CloudFront',
  'CloudWatch',
  'CodeBuild',
  'CodePipeline',
  'CodeStarConnections',
  'Cognito',
  'DSQL',
  'DocDB',
  'DynamoDB',
  'ECR',
  'ECS',
  'EFS',
  'ElastiCache',
  'ElasticLoadBalancingV2',
  'Events',
  'IAM',
  'KMS',
  'Kinesis',
  'KinesisFirehose',
  'Lambda',
  'Logs',
  'MemoryDB',
  'OpenSearchService',
  'Pipes',
  'RDS',
  'Route53',
  'S3',
  'SNS',
  'SQS',
  'SSM',
  'Scheduler',
  'SecretsManager',
  'ServiceDiscovery',
  'StepFunctions',
  'WAFv2',
];

/** Of EC2 only the network; the service has two hundred types. */
const EC2_TYPES = [
  'EIP',
  'FlowLog',
  'InternetGateway',
  'NatGateway',
  'Route',
  'RouteTable',
  'SecurityGroup',
  'SecurityGroupEgress',
  'SecurityGroupIngress',
  'Subnet',
  'SubnetRouteTableAssociation',
  'VPC',
  'VPCEndpoint',
  'VPCGatewayAttachment',
  'Volume',
].map((type) => `AWS::EC2::${type}`);

const wanted = (type: string): boolean =>
  SERVICES.includes(type.split('::')[1] ?? '') || EC2_TYPES.includes(type);

const table = Object.fromEntries(
  loadAwsServiceSpecSync()
    .all('resource')
    .filter((resource) => wanted(resource.cloudFormationType))
    .map((resource): [string, string[]] => [
      resource.cloudFormationType,
      Object.entries(resource.properties)
        .filter(
          ([, property]) =>
            property.causesReplacement === 'yes' || property.causesReplacement === 'maybe',
        )
        .map(([name, property]) => (property.causesReplacement === 'maybe' ? `${name}?` : name))
        .sort(),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);

writeFileSync(
  new URL('../core/plan/replacement-table.json', import.meta.url),
  `${JSON.stringify(table, null, 2)}\n`,
);
