/** How long resources take, in seconds: [least, most]. Plausible figures, no measurements; see SPECIFICATION.md. */
type Range = readonly [number, number];
type Durations = { readonly create: Range; readonly update?: Range; readonly remove?: Range };

const DEFAULT = { create: [3, 12], update: [3, 10], remove: [2, 8] } as const satisfies Durations;

const BY_TYPE: { readonly [type: string]: Durations } = {
  'AWS::IAM::Role': { create: [15, 22], update: [15, 20], remove: [2, 4] },
  'AWS::IAM::Policy': { create: [15, 20] },
  'AWS::IAM::ManagedPolicy': { create: [15, 20] },
  'AWS::IAM::InstanceProfile': { create: [120, 130] },
  'AWS::Logs::LogGroup': { create: [3, 8] },
  'AWS::ECS::TaskDefinition': { create: [1, 3], remove: [1, 2] },
  'AWS::ECS::Cluster': { create: [5, 10] },
  'AWS::EC2::VPC': { create: [10, 15] },
  'AWS::EC2::EIP': { create: [15, 20] },
  'AWS::EC2::NatGateway': { create: [90, 120], remove: [45, 70] },
  'AWS::EC2::VPCEndpoint': { create: [60, 90], remove: [30, 60] },
  'AWS::EC2::InternetGateway': { create: [15, 20] },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { create: [120, 180], remove: [5, 15] },
  'AWS::ElasticLoadBalancingV2::TargetGroup': { create: [12, 20] },
  'AWS::ElasticLoadBalancingV2::Listener': { create: [2, 5] },
  'AWS::EFS::FileSystem': { create: [8, 15] },
  'AWS::EFS::MountTarget': { create: [80, 100], remove: [30, 60] },
  'AWS::ServiceDiscovery::PrivateDnsNamespace': { create: [40, 60], remove: [30, 50] },
  'AWS::Route53::HostedZone': { create: [30, 50] },
  'AWS::Route53::RecordSet': { create: [30, 40] },
  'AWS::Route53::RecordSetGroup': { create: [30, 40] },
  'AWS::CertificateManager::Certificate': { create: [60, 240] },
  'AWS::CloudFront::Distribution': { create: [180, 300], update: [120, 240], remove: [120, 240] },
  'AWS::DynamoDB::Table': { create: [20, 40] },
  'AWS::S3::Bucket': { create: [20, 25] },
  'AWS::SQS::Queue': { create: [60, 70] },
  'AWS::KMS::Key': { create: [60, 120] },
  'AWS::Events::Rule': { create: [60, 65] },
  'AWS::RDS::DBCluster': { create: [60, 120], update: [60, 180], remove: [60, 120] },
  'AWS::RDS::DBInstance': { create: [300, 600], update: [60, 300], remove: [180, 300] },
  'AWS::AppRunner::Service': { create: [180, 300], update: [120, 240] },
  'AWS::OpenSearchService::Domain': { create: [600, 1200], update: [300, 600] },
};

export function findDurationMs(type: string, action: keyof typeof DEFAULT, chance: number): number {
  const [least, most] = BY_TYPE[type]?.[action] ?? DEFAULT[action];
  return Math.round((least + chance * (most - least)) * 1000);
}
