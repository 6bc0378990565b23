import { parseTestEnvironment, summarize } from '../../../support/manifests.js';

function find(fields: string): readonly string[] {
  return summarize(parseTestEnvironment(`${fields}\n`).issues);
}

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/a';

describe('VPC', () => {
  const vpc = (fields: string) => `network: { vpc: ${fields} }`;
  test.each([
    [
      '{ id: vpc-1, cidr: 10.0.0.0/16, subnets: { public: [{ id: a }, { id: b }] } }',
      [
        'error network.vpc: cannot import VPC resources (with "id" fields) and customize VPC resources (with "cidr" and "az" fields) at the same time',
      ],
    ],
    [
      '{ id: vpc-1 }',
      [
        'error network.vpc.subnets: VPC must have subnets in order to proceed with environment creation',
      ],
    ],
    [
      '{ id: vpc-1, subnets: { public: [{ id: a }] } }',
      [
        'error network.vpc.subnets.public: at least two public subnets must be imported to enable Load Balancing',
      ],
    ],
    [
      '{ id: vpc-1, subnets: { private: [{ id: a }] } }',
      ['error network.vpc.subnets.private: at least two private subnets must be imported'],
    ],
    [
      '{ id: vpc-1, subnets: { private: [{ id: a }, { az: b }] } }',
      ['error network.vpc.subnets.private[1].id: "id" must be specified'],
    ],
    [
      '{ id: vpc-1, subnets: { private: [{ id: a }, { id: b, az: x, cidr: 10.0.0.0/24 }] } }',
      [
        'error network.vpc.subnets.private[1].cidr: must specify one, not both, of "id" and "cidr"',
        'error network.vpc.subnets.private[1].az: must specify one, not both, of "id" and "az"',
      ],
    ],
    ['{ id: vpc-1, subnets: { private: [{ id: a }, { id: b }] } }', []],
    [
      '{ subnets: { public: [{ cidr: 10.0.0.0/24 }] } }',
      ['warning network.vpc.subnets: subnets have no effect without "cidr" or "id" of the VPC'],
    ],
    ['{ cidr: 10.0.0.0 }', ['warning network.vpc.cidr: "10.0.0.0" is no address range']],
    [
      '{ cidr: 10.0.0.0/16, subnets: { public: [{ az: a }], private: [{ cidr: 10.0.1.0/24, az: a }] } }',
      [
        'error network.vpc.subnets.public[0].cidr: "cidr" must be specified',
        'error network.vpc.subnets: require at least 2 availability zones, found 1',
      ],
    ],
    [
      '{ cidr: 10.0.0.0/16, subnets: { public: [{ cidr: 10.0.0.0/24, az: a }], private: [{ cidr: 10.0.1.0/24, az: b }] } }',
      [
        'error network.vpc.subnets: public subnets and private subnets do not span the same availability zones',
      ],
    ],
    [
      '{ cidr: 10.0.0.0/16, subnets: { public: [{ cidr: 10.0.0.0/24, az: a }, { cidr: 10.0.1.0/24, az: b }], private: [{ cidr: 10.0.2.0/24, az: a }, { cidr: 10.0.2.0/24, az: b }] } }',
      [
        'error network.vpc.subnets.private: number of private subnet CIDRs (1) does not match number of AZs (2)',
      ],
    ],
    [
      '{ cidr: 10.0.0.0/16, subnets: { public: [{ cidr: 10.0.0.0/24 }], private: [] } }',
      ['error network.vpc.subnets: as many public as private subnets are needed, found 1 and 0'],
    ],
    [
      '{ cidr: 10.0.0.0/16, subnets: { public: [{ cidr: 10.0.0.0/24 }, { cidr: 10.0.1.0/24 }], private: [{ cidr: 10.0.2.0/24 }, { cidr: 10.0.3.0/24 }] } }',
      [],
    ],
    [
      '{ security_group: { ingress: [{}] } }',
      [
        'error network.vpc.security_group.ingress[0].cidr: "cidr" must be specified',
        'error network.vpc.security_group.ingress[0].ip_protocol: "ip_protocol" must be specified',
        'error network.vpc.security_group.ingress[0].ports: "ports" must be specified',
      ],
    ],
    [
      '{ security_group: { egress: [{ cidr: 10.0.0.0/8, ip_protocol: "", ports: 80 to 90 }] } }',
      [
        'error network.vpc.security_group.egress[0].ip_protocol: "ip_protocol" must be specified',
        'error network.vpc.security_group.egress[0].ports: invalid range value "80 to 90"',
      ],
    ],
    [
      '{ security_group: { egress: [{ cidr: 10.0.0.0/8, ip_protocol: tcp, ports: 90-80 }] } }',
      ['error network.vpc.security_group.egress[0].ports: from 90 cannot be greater than to 80'],
    ],
    [
      '{ security_group: { egress: [{ cidr: 10.0.0.0/8, ip_protocol: tcp, ports: 80 }, { cidr: "::/0", ip_protocol: "-1", ports: 0-65535 }] } }',
      [],
    ],
    [
      '{ flow_logs: {} }',
      ['error network.vpc.flow_logs: is a map without any key that is known here'],
    ],
    [
      '{ flow_logs: { retention: 13 } }',
      ['warning network.vpc.flow_logs.retention: CloudWatch Logs knows no retention of 13 days'],
    ],
    ['{ flow_logs: false }', []],
  ])('%s', (fields, issues) => {
    expect(find(vpc(fields))).toEqual(issues);
  });
});

describe('http and cdn', () => {
  test.each([
    [
      'http: { public: { certificates: [x] } }',
      ['warning http.public.certificates[0]: "x" is not an ARN'],
    ],
    [
      `http: { public: { certificates: ["${CERTIFICATE}"] } }\ncdn: true`,
      [
        'error cdn.certificate: "cdn.certificate" must be specified if "http.public.certificates" and "cdn" are specified',
      ],
    ],
    [
      `cdn: { certificate: "${CERTIFICATE}" }`,
      [
        'error cdn.terminate_tls: "cdn.terminate_tls" must be true if "cdn.certificate" is set without "http.public.certificates"',
      ],
    ],
    [`cdn: { certificate: "${CERTIFICATE}", terminate_tls: true }`, []],
    [
      'cdn: { certificate: "arn:aws:acm:eu-west-1:1:certificate/a", terminate_tls: true }',
      ['error cdn.certificate: cdn certificate must be in region us-east-1, found "eu-west-1"'],
    ],
    [
      'cdn: { static_assets: { alias: a.com } }',
      [
        'error cdn.static_assets.location: "location" must be specified',
        'error cdn.static_assets.path: "path" must be specified',
      ],
    ],
    [
      'http: { public: { ingress: { cdn: true } } }',
      ['error http.public: CDN must be enabled to limit security group ingress to CloudFront'],
    ],
    [
      'http: { public: { security_groups: { ingress: { restrict_to: { cdn: true } } } } }',
      [
        'warning http.public.security_groups.ingress.restrict_to: is a deprecated spelling',
        'error http.public: CDN must be enabled to limit security group ingress to CloudFront',
      ],
    ],
    ['cdn: true\nhttp: { public: { ingress: { cdn: true } } }', []],
    [
      'http: { public: { ingress: { source_ips: [1.1.1.1] } } }',
      ['warning http.public.ingress.source_ips[0]: "1.1.1.1" is no address range'],
    ],
    [
      'http: { public: { ingress: { source_ips: [1.1.1.1/32] }, security_groups: { ingress: { restrict_to: { source_ips: [1.1.1.1/32] }, from_vpc: true } } } }',
      [
        'error http.public.security_groups.ingress: must specify one, not both, of "security_groups.ingress" and "ingress"',
        'error http.public.security_groups.ingress.from_vpc: a public load balancer already allows vpc ingress',
        'warning http.public.security_groups.ingress.restrict_to: is a deprecated spelling',
        'warning http.public.security_groups.ingress.restrict_to.source_ips: has no effect',
      ],
    ],
    [
      'http: { private: { security_groups: { ingress: { restrict_to: { cdn: true } } } } }',
      [
        'error http.private.security_groups.ingress.restrict_to: an internal load balancer cannot have restrictive ingress fields',
      ],
    ],
    [
      'http: { private: { ingress: { from_vpc: true } } }',
      ['warning http.private.ingress.from_vpc: unknown key "from_vpc"'],
    ],
    [
      'http: { private: { subnets: [a] } }',
      [
        'error http.private.subnets: in order to specify internal ALB subnet placement, subnets must be imported',
      ],
    ],
    [
      'network: { vpc: { id: v, subnets: { private: [{ id: a }, { id: b }] } } }\nhttp: { private: { subnets: [a, c] } }',
      ['error http.private.subnets[1]: subnet "c" is not imported'],
    ],
    [
      'http: { public: { access_logs: {} } }',
      ['error http.public.access_logs: is a map without any key that is known here'],
    ],
    ['observability: { container_insights: yes }', []],
  ])('%s', (fields, issues) => {
    expect(find(fields)).toEqual(issues);
  });
});

test('the hint for from_vpc tells what Copilot got wrong', () => {
  const { issues } = parseTestEnvironment('http: { private: { ingress: { from_vpc: true } } }\n');
  expect(issues[0]?.hint).toBe(
    'write ingress.vpc: Copilot wrote from_vpc into manifests but never read it',
  );
});

test('a workload type is no environment', () => {
  expect(find('type: Backend Service')).toContain('error type: key "type" is given twice');
});
