import { parse } from 'yaml';
import type { Environment } from '../../../../core/manifest/schema/environment.js';
import type { RenderContext } from '../../../../core/template/context.js';
import { renderEnvironment } from '../../../../core/template/environment/render-environment.js';
import { aRenderContext, someFacts } from '../../../support/render-context.js';
import { checkTemplate } from '../../../support/resource-schema.js';

/** Renders `name` and `type` plus these lines of YAML. */
function render(lines = '', over: Partial<RenderContext> = {}) {
  const manifest: Environment = { name: 'test', type: 'Environment', ...parse(lines) };
  return renderEnvironment(manifest, aRenderContext(over));
}

/** `PublicLoadBalancer.Properties.Subnets.0` in the resources. */
function valueAt(root: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], root);
}

const DOMAIN = { facts: someFacts({ application: { domain: 'shop.example' } }) };
const PREFIX_LISTS = { facts: someFacts({ environment: { cloudFrontPrefixListIds: ['pl-1'] } }) };
const IMPORTED = `
network:
  vpc:
    id: vpc-1
    subnets:
      public: [{ id: subnet-a }, { id: subnet-b }]
      private: [{ id: subnet-c }, { id: subnet-d }]
`;

describe('fields of an environment', () => {
  test.each<[string, string, string, unknown]>([
    [
      'container insights are off by default',
      '',
      'Cluster.Properties.ClusterSettings.0.Value',
      'disabled',
    ],
    [
      'container insights',
      'observability: { container_insights: true }',
      'Cluster.Properties.ClusterSettings.0.Value',
      'enabled',
    ],
    ['the default VPC', '', 'VPC.Properties.CidrBlock', '10.0.0.0/16'],
    [
      'zones are chosen by CloudFormation',
      '',
      'PublicSubnet2.Properties.AvailabilityZone',
      { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] },
    ],
    [
      'subnets without a range of the VPC count for nothing',
      'network: { vpc: { subnets: { public: [{ cidr: 10.9.0.0/24 }] } } }',
      'PublicSubnet1.Properties.CidrBlock',
      '10.0.0.0/24',
    ],
    ['an imported VPC', IMPORTED, 'ServiceDiscoveryNamespace.Properties.Vpc', 'vpc-1'],
    [
      'an imported VPC brings its subnets',
      IMPORTED,
      'MountTarget2.Properties.SubnetId',
      'subnet-d',
    ],
    [
      'the load balancer is open to all',
      '',
      'PublicHTTPLoadBalancerSecurityGroup.Properties.SecurityGroupIngress.0.CidrIp',
      '0.0.0.0/0',
    ],
    [
      'source IPs',
      'http: { public: { ingress: { source_ips: [192.0.2.7/32] } } }',
      'PublicHTTPSLoadBalancerSecurityGroup.Properties.SecurityGroupIngress.0.CidrIp',
      '192.0.2.7/32',
    ],
    [
      'deprecated source IPs have no effect',
      'http: { public: { security_groups: { ingress: { restrict_to: { source_ips: [192.0.2.7/32] } } } } }',
      'PublicHTTPLoadBalancerSecurityGroup.Properties.SecurityGroupIngress.0.CidrIp',
      '0.0.0.0/0',
    ],
    [
      "the first certificate is the listener's",
      'http: { public: { certificates: [arn:1, arn:2] } }',
      'HTTPSListener.Properties.Certificates.0.CertificateArn',
      'arn:1',
    ],
    [
      'further certificates are attached',
      'http: { public: { certificates: [arn:1, arn:2] } }',
      'HTTPSImportCertificate2.Properties.Certificates.0.CertificateArn',
      'arn:2',
    ],
    [
      'the managed certificate',
      '',
      'HTTPSListener.Properties.Certificates.0.CertificateArn',
      { Ref: 'HTTPSCert' },
    ],
    [
      'a TLS policy',
      'http: { public: { ssl_policy: P } }',
      'HTTPSListener.Properties.SslPolicy',
      'P',
    ],
    ['no TLS policy leaves it to AWS', '', 'HTTPSListener.Properties.SslPolicy', undefined],
    [
      'private certificates',
      'http: { private: { certificates: [arn:1, arn:2], ssl_policy: P } }',
      'InternalHTTPSImportCertificate2.Properties.Certificates.0.CertificateArn',
      'arn:2',
    ],
    [
      'a private TLS policy',
      'http: { private: { certificates: [arn:1], ssl_policy: P } }',
      'InternalHTTPSListener.Properties.SslPolicy',
      'P',
    ],
    [
      'subnets of the internal load balancer',
      `${IMPORTED}\nhttp: { private: { subnets: [subnet-c] } }`,
      'InternalLoadBalancer.Properties.Subnets',
      ['subnet-c'],
    ],
    [
      'the VPC may reach the internal load balancer',
      'http: { private: { ingress: { vpc: true } } }',
      'InternalLoadBalancerSecurityGroupIngressFromHttps.Properties.FromPort',
      443,
    ],
    [
      'the same in its deprecated spelling',
      'http: { private: { security_groups: { ingress: { from_vpc: true } } } }',
      'InternalLoadBalancerSecurityGroupIngressFromHttp.Condition',
      'CreateInternalALB',
    ],
    [
      'a rule of the security group by one port',
      'network: { vpc: { security_group: { ingress: [{ cidr: 10.0.0.0/8, ip_protocol: tcp, ports: 53 }] } } }',
      'EnvironmentSecurityGroup.Properties.SecurityGroupIngress.0.ToPort',
      53,
    ],
    [
      'a rule of the security group by a range',
      'network: { vpc: { security_group: { egress: [{ cidr: 10.0.0.0/8, ip_protocol: tcp, ports: 8000-8080 }] } } }',
      'EnvironmentSecurityGroup.Properties.SecurityGroupEgress.0',
      { IpProtocol: 'tcp', FromPort: 8000, ToPort: 8080, CidrIp: '10.0.0.0/8' },
    ],
    [
      'a rule of the security group for any port of a protocol without ports',
      'network: { vpc: { security_group: { ingress: [{ cidr: 10.0.0.0/8, ip_protocol: icmp, ports: -1 }] } } }',
      'EnvironmentSecurityGroup.Properties.SecurityGroupIngress.0',
      { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, CidrIp: '10.0.0.0/8' },
    ],
    [
      'flow logs are kept 14 days',
      'network: { vpc: { flow_logs: true } }',
      'VpcFlowLogGroup.Properties.RetentionInDays',
      14,
    ],
    [
      'flow logs with a retention',
      'network: { vpc: { flow_logs: { retention: 90 } } }',
      'VpcFlowLogGroup.Properties.RetentionInDays',
      90,
    ],
    ['flow_logs: false means off', 'network: { vpc: { flow_logs: false } }', 'FlowLog', undefined],
    [
      'access logs in a bucket of the stack',
      'http: { public: { access_logs: true } }',
      'PublicLoadBalancer.DependsOn',
      'ELBAccessLogsBucketPolicy',
    ],
    [
      "access logs in the user's bucket",
      'http: { public: { access_logs: { bucket_name: logs, prefix: lb } } }',
      'PublicLoadBalancer.Properties.LoadBalancerAttributes.2.Value',
      'logs',
    ],
    [
      'a prefix alone makes a bucket too',
      'http: { public: { access_logs: { prefix: lb } } }',
      'ELBAccessLogsBucketPolicy.Properties.PolicyDocument.Statement.0.Resource.0.Fn::Join.1.5',
      'lb',
    ],
    [
      'access_logs: false means off',
      'http: { public: { access_logs: false } }',
      'PublicLoadBalancer.Properties.LoadBalancerAttributes',
      [{ Key: 'access_logs.s3.enabled', Value: 'false' }],
    ],
    [
      'a CDN passes TLS through',
      'cdn: true',
      'CloudFrontDistribution.Properties.DistributionConfig.Origins.0.CustomOriginConfig.OriginProtocolPolicy',
      'match-viewer',
    ],
    [
      'a CDN that ends TLS',
      'cdn: { certificate: arn:1, terminate_tls: true }',
      'CloudFrontDistribution.Properties.DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy',
      'redirect-to-https',
    ],
    [
      'the certificate of a CDN',
      'cdn: { certificate: arn:1 }',
      'CloudFrontDistribution.Properties.DistributionConfig.ViewerCertificate.AcmCertificateArn',
      'arn:1',
    ],
    [
      'static assets of a CDN',
      'cdn: { static_assets: { location: b.s3.example, alias: a.example, path: static/* } }',
      'CloudFrontDistribution.Properties.DistributionConfig.CacheBehaviors.0.PathPattern',
      'static/*',
    ],
    ['cdn: false means off', 'cdn: false', 'CloudFrontDistribution', undefined],
  ])('%s', (_, lines, path, expected) => {
    expect(valueAt(render(lines).template.Resources, path)).toEqual(expected);
  });
});

test('ingress limited to the CDN comes from the prefix list of CloudFront', () => {
  const { template } = render(
    'cdn: true\nhttp: { public: { ingress: { cdn: true } } }',
    PREFIX_LISTS,
  );
  expect(
    valueAt(
      template.Resources,
      'PublicHTTPLoadBalancerSecurityGroup.Properties.SecurityGroupIngress',
    ),
  ).toEqual([expect.objectContaining({ SourcePrefixListId: 'pl-1' })]);
  expect(template.Outputs?.PublicALBAccessible?.Value).toBe('false');
});

test('the living spelling of ingress wins over the deprecated one', () => {
  const both = `
http:
  public:
    ingress: { cdn: false }
    security_groups: { ingress: { restrict_to: { cdn: true } } }
`;
  const { template } = render(both, PREFIX_LISTS);
  expect(template.Outputs?.PublicALBAccessible?.Value).toBe('true');
});

describe('certificates and domain', () => {
  test('an application without a domain renders the resources under their condition', () => {
    expect(render().template.Resources.HTTPSCert?.Condition).toBe('DelegateDNS');
  });

  test('imported public certificates take the place of hosted zone and managed certificate', () => {
    const { template } = render('http: { public: { certificates: [arn:1] } }', DOMAIN);
    expect(template.Resources).not.toHaveProperty('EnvironmentHostedZone');
    expect(template.Outputs).not.toHaveProperty('EnvironmentSubdomain');
  });

  test('private certificates take the place of the internal hosted zone', () => {
    const { template } = render('http: { private: { certificates: [arn:1] } }');
    expect(template.Resources).not.toHaveProperty('InternalWorkloadsHostedZone');
    expect(template.Outputs).not.toHaveProperty('InternalWorkloadsHostedZone');
  });

  test('a CDN of a domain gets a copy of the certificate in us-east-1', () => {
    const { template } = render('cdn: true', DOMAIN);
    expect(template.Resources.CertificateReplicator?.Type).toBe(
      'Custom::CertificateReplicatorFunction',
    );
    expect(template.Resources).toHaveProperty('UniqueAliasesAction');
  });

  test('a CDN without domain and certificate serves under its own name only', () => {
    const { template } = render('cdn: true');
    expect(template.Resources).not.toHaveProperty('UniqueAliasesAction');
  });

  test('the manager role may read the certificates of all three places', () => {
    const lines = `
cdn: { certificate: arn:c }
http: { public: { certificates: [arn:a] }, private: { certificates: [arn:b] } }
`;
    const statements = valueAt(
      render(lines).template.Resources,
      'EnvironmentManagerRole.Properties.Policies.0.PolicyDocument.Statement',
    );
    expect(statements).toContainEqual(
      expect.objectContaining({
        Sid: 'ImportedCertificates',
        Resource: ['arn:a', 'arn:b', 'arn:c'],
      }),
    );
  });
});

test('public and private subnets of a zone share an index', () => {
  const lines = `
network:
  vpc:
    cidr: 10.1.0.0/16
    subnets:
      public: [{ cidr: 10.1.0.0/24, az: z-b }, { cidr: 10.1.1.0/24, az: z-a }]
      private: [{ cidr: 10.1.2.0/24, az: z-a }, { cidr: 10.1.3.0/24, az: z-b }]
`;
  const { Resources } = render(lines).template;
  const described = ['PublicSubnet1', 'PrivateSubnet1'].map((id) => Resources[id]?.Properties);
  expect(described).toEqual([
    expect.objectContaining({ CidrBlock: '10.1.1.0/24', AvailabilityZone: 'z-a' }),
    expect.objectContaining({ CidrBlock: '10.1.2.0/24', AvailabilityZone: 'z-a' }),
  ]);
});

test('an imported VPC brings no gateways, no endpoint, and no subnet exports that would be empty', () => {
  const { template } = render(
    'network: { vpc: { id: vpc-1, subnets: { private: [{ id: a }, { id: b }] } } }',
  );
  for (const id of ['VPC', 'NatGateway1', 'AppRunnerVpcEndpoint', 'PublicSubnet1']) {
    expect(template.Resources).not.toHaveProperty(id);
  }
  expect(template.Outputs).not.toHaveProperty('PublicSubnets');
  expect(template.Outputs).toHaveProperty('PrivateSubnets');
});

test('a region without an account for load balancer logs lets the log service write', () => {
  const facts = someFacts({ environment: { region: 'ca-west-1' } });
  const { template } = render('http: { public: { access_logs: true } }', { facts });
  expect(
    valueAt(
      template.Resources,
      'ELBAccessLogsBucketPolicy.Properties.PolicyDocument.Statement.0.Principal',
    ),
  ).toEqual({ Service: 'logdelivery.elasticloadbalancing.amazonaws.com' });
});

test('shared addons are a nested stack with their own parameters', () => {
  const addons = {
    template: {},
    parameters: { Vpc: { Ref: 'VPC' } },
    outputs: [],
    assets: [{ key: 'manual/addons/environments/1.yml', body: new Uint8Array() }],
    templateKey: 'manual/addons/environments/1.yml',
    faults: [],
  };
  const { template, assets } = render('', { addons });
  expect(template.Resources.AddonsStack?.Properties).toEqual({
    Parameters: { App: { Ref: 'AppName' }, Env: { Ref: 'EnvironmentName' }, Vpc: { Ref: 'VPC' } },
    TemplateURL: 'https://artifacts.s3.eu-west-1.amazonaws.com/manual/addons/environments/1.yml',
  });
  expect(assets).toHaveLength(1);
});

test('every role is bounded where the application has a permissions boundary', () => {
  const facts = someFacts({
    application: { domain: 'shop.example', permissionsBoundary: 'limit' },
  });
  const lines = `
cdn: true
network: { vpc: { flow_logs: true } }
http: { public: { access_logs: true } }
`;
  const roles = Object.values(render(lines, { facts }).template.Resources).filter(
    ({ Type }) => Type === 'AWS::IAM::Role',
  );
  expect(roles.length).toBeGreaterThan(4);
  for (const role of roles) {
    expect(role.Properties?.PermissionsBoundary).toEqual({
      'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/limit',
    });
  }
});

test('code of custom resources comes from the facts, and runs on a living runtime', () => {
  const facts = someFacts({ customResources: { DNSDelegationFunction: 'code/delegation.zip' } });
  const { DNSDelegationFunction: dns } = render('', { facts }).template.Resources;
  expect(dns?.Properties).toMatchObject({
    Code: { S3Bucket: 'artifacts', S3Key: 'code/delegation.zip' },
    Runtime: 'nodejs24.x',
  });
});

describe('the whole template', () => {
  const everything = `
cdn: { certificate: arn:aws:acm:us-east-1:1:certificate/1, static_assets: { location: b.s3.example, alias: a.example, path: s/* } }
observability: { container_insights: true }
network: { vpc: { flow_logs: true, security_group: { ingress: [{ cidr: 10.0.0.0/8, ip_protocol: tcp, ports: 53 }] } } }
http:
  public: { access_logs: true, certificates: ["arn:1", "arn:2"], ingress: { cdn: true, source_ips: [192.0.2.7/32] } }
  private: { certificates: ["arn:1", "arn:2"], ingress: { vpc: true } }
`;
  const managedDomain = 'cdn: true\nhttp: { public: { access_logs: true } }';

  test.each([
    ['of defaults', '', {}],
    ['of everything', everything, PREFIX_LISTS],
    ['of a managed domain', managedDomain, DOMAIN],
    ['of an imported VPC', IMPORTED, {}],
  ])('%s fits the schemas of AWS and refers to what it has', (_, lines, over) => {
    expect(checkTemplate(render(lines, over).template)).toEqual([]);
  });

  test('is the same to the byte each time', () => {
    const text = () => JSON.stringify(render(everything, PREFIX_LISTS));
    expect(text()).toBe(text());
  });
});
