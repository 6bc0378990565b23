import { parse } from 'yaml';
import { RequestDrivenWebService } from '../../../../core/manifest/schema/request-driven-web-service.js';
import type { RenderContext } from '../../../../core/template/context.js';
import { findRepositoryType } from '../../../../core/template/request-driven/parameters.js';
import { renderRequestDriven } from '../../../../core/template/request-driven/render-request-driven.js';
import { aRenderContext, someFacts } from '../../../support/render-context.js';
import { checkTemplate } from '../../../support/resource-schema.js';

const LEAST =
  'name: page\ntype: Request-Driven Web Service\nimage: { build: Dockerfile, port: 8080 }\n';

/** Renders the least manifest plus these lines of YAML. */
function render(lines = '', over: Partial<RenderContext> = {}) {
  const manifest = RequestDrivenWebService.parse({ ...parse(LEAST), ...parse(lines) });
  return renderRequestDriven(manifest, aRenderContext(over));
}

function valueAt(root: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], root);
}

const SERVICE = 'Service.Properties';
const IMAGE = `${SERVICE}.SourceConfiguration.ImageRepository.ImageConfiguration`;
const COMMON = 3;

describe('fields of a Request-Driven Web Service', () => {
  test.each<[string, string, string, unknown]>([
    [
      'a service is public by default',
      '',
      `${SERVICE}.NetworkConfiguration`,
      { EgressConfiguration: { EgressType: 'DEFAULT' } },
    ],
    [
      'a private service',
      'http: { private: true }',
      `${SERVICE}.NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible`,
      false,
    ],
    [
      'a private service reads the endpoint of the environment',
      'http: { private: true }',
      'AppRunnerVpcIngressConnection.Properties.IngressVpcConfiguration.VpcEndpointId',
      { 'Fn::ImportValue': { 'Fn::Sub': '${AppName}-${EnvName}-AppRunnerVpcEndpointId' } },
    ],
    [
      'an endpoint of the user',
      'http: { private: { endpoint: vpce-1 } }',
      'AppRunnerVpcIngressConnection.Properties.IngressVpcConfiguration.VpcEndpointId',
      'vpce-1',
    ],
    [
      'private: false means public',
      'http: { private: false }',
      'AppRunnerVpcIngressConnection',
      undefined,
    ],
    ['no placement, no connector', '', 'VpcConnector', undefined],
    [
      'placement private',
      'network: { vpc: { placement: private } }',
      'VpcConnector.Properties.Subnets',
      {
        'Fn::Split': [
          ',',
          { 'Fn::ImportValue': { 'Fn::Sub': '${AppName}-${EnvName}-PrivateSubnets' } },
        ],
      },
    ],
    [
      'placement by subnets',
      'network: { vpc: { placement: { subnets: [subnet-1] } } }',
      'VpcConnector.Properties.Subnets',
      ['subnet-1'],
    ],
    [
      'a service in the VPC knows the namespace',
      'network: { vpc: { placement: private } }',
      `${IMAGE}.RuntimeEnvironmentVariables.${COMMON}`,
      { Name: 'COPILOT_SERVICE_DISCOVERY_ENDPOINT', Value: 'test.shop.local' },
    ],
    [
      'variables keep their text',
      'variables: { FLAG: "true" }',
      `${IMAGE}.RuntimeEnvironmentVariables.${COMMON}`,
      { Name: 'FLAG', Value: 'true' },
    ],
    [
      'variables from an export',
      'variables: { TABLE: { from_cfn: shop-Table } }',
      `${IMAGE}.RuntimeEnvironmentVariables.${COMMON}.Value`,
      { 'Fn::ImportValue': 'shop-Table' },
    ],
    [
      'a secret by parameter name',
      'secrets: { KEY: /shop/key }',
      `${IMAGE}.RuntimeEnvironmentSecrets.0`,
      { Name: 'KEY', Value: '/shop/key' },
    ],
    [
      'a secret by name in Secrets Manager',
      'secrets: { KEY: { secretsmanager: "shop/key:json::" } }',
      `${IMAGE}.RuntimeEnvironmentSecrets.0.Value`,
      {
        'Fn::Sub':
          'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:shop/key:json::',
      },
    ],
    [
      'a secret from an export',
      'secrets: { KEY: { from_cfn: shop-Key } }',
      `${IMAGE}.RuntimeEnvironmentSecrets.0.Value`,
      { 'Fn::ImportValue': 'shop-Key' },
    ],
    ['no secrets, no right to read them', '', 'InstanceRole.Properties.Policies.1', undefined],
    ['the start command', 'command: npm start', `${IMAGE}.StartCommand`, 'npm start'],
    [
      'no health check leaves it to App Runner',
      '',
      `${SERVICE}.HealthCheckConfiguration`,
      undefined,
    ],
    [
      'a health check',
      'http: { healthcheck: /ok }',
      `${SERVICE}.HealthCheckConfiguration.Path`,
      { 'Fn::If': ['HasHealthCheckPath', { Ref: 'HealthCheckPath' }, { Ref: 'AWS::NoValue' }] },
    ],
    [
      'an auto scaling configuration',
      'count: high/3',
      `${SERVICE}.AutoScalingConfigurationArn`,
      {
        'Fn::Sub':
          'arn:${AWS::Partition}:apprunner:${AWS::Region}:${AWS::AccountId}:autoscalingconfiguration/high/3',
      },
    ],
    [
      'tracing',
      'observability: { tracing: awsxray }',
      `${SERVICE}.ObservabilityConfiguration.ObservabilityEnabled`,
      true,
    ],
    ['tags', 'tags: { owner: support }', `${SERVICE}.Tags.3`, { Key: 'owner', Value: 'support' }],
    [
      'topics',
      'publish: { topics: [{ name: orders, fifo: true }] }',
      'ordersfifoSNSTopic.Properties.FifoTopic',
      true,
    ],
    [
      'topics are told to the service',
      'publish: { topics: [{ name: orders }] }',
      `${IMAGE}.RuntimeEnvironmentVariables.${COMMON}.Value`,
      '{"orders":"arn:aws:sns:eu-west-1:111122223333:shop-test-page-orders"}',
    ],
  ])('%s', (_, lines, path, expected) => {
    expect(valueAt(render(lines).template.Resources, path)).toEqual(expected);
  });
});

describe('parameters', () => {
  test('carry the image, its registry and the size', () => {
    const facts = someFacts({
      images: {
        page: { repository: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/page', tag: 't1' },
      },
    });
    expect(render('', { facts }).parameters).toMatchObject({
      ContainerImage: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/page:t1',
      ImageRepositoryType: 'ECR',
      ContainerPort: '8080',
      InstanceCPU: '1024',
      InstanceMemory: '2048',
    });
  });

  test('of the health check are there only where the manifest sets them, in seconds', () => {
    const { parameters } = render(
      'http: { healthcheck: { path: /ok, interval: 1m5s, unhealthy_threshold: 4 } }',
    );
    expect(parameters).toMatchObject({
      HealthCheckPath: '/ok',
      HealthCheckInterval: '65',
      HealthCheckUnhealthyThreshold: '4',
    });
    expect(parameters).not.toHaveProperty('HealthCheckTimeout');
  });

  test.each([
    ['111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/page:1', 'ECR'],
    ['public.ecr.aws/nginx/nginx:1', 'ECR_PUBLIC'],
    ['nginx', undefined],
  ])('the registry of %s is %s', (image, expected) => {
    expect(findRepositoryType(image)).toBe(expected);
  });
});

describe('an alias', () => {
  const facts = someFacts({ application: { domain: 'shop.example' } });
  const { Resources } = render('http: { alias: page.shop.example }', { facts }).template;

  test('is associated by a custom resource with the role of the application', () => {
    expect(Resources.CustomDomainAction?.Properties).toMatchObject({
      CustomDomain: 'page.shop.example',
      AppDNSRole: 'arn:aws:iam::111122223333:role/shop-DNSDelegationRole',
      AppDNSName: 'shop.example',
    });
  });

  test('needs no layer with an old SDK', () => {
    expect(Resources.CustomDomainFunction?.Properties).not.toHaveProperty('Layers');
  });
});

test('outputs of addons become secrets with their ARNs beside them, policies and variables', () => {
  const addons = {
    template: {},
    parameters: {},
    outputs: [
      { name: 'tableName', kind: 'plain' },
      { name: 'DBSecret', kind: 'secret' },
      { name: 'accessPolicy', kind: 'managed-policy' },
      { name: 'dbGroup', kind: 'security-group' },
    ],
    assets: [],
    templateKey: 'manual/addons/page/1.yml',
    faults: [],
  } as const;
  const { template, parameters } = render('', { addons });
  const output = (name: string) => ({ 'Fn::GetAtt': ['AddonsStack', `Outputs.${name}`] });
  const image = valueAt(template.Resources, IMAGE);
  expect(valueAt(image, 'RuntimeEnvironmentSecrets')).toEqual([
    { Name: 'DB_SECRET', Value: output('DBSecret') },
  ]);
  expect((valueAt(image, 'RuntimeEnvironmentVariables') as object[]).slice(COMMON)).toEqual([
    { Name: 'TABLE_NAME', Value: output('tableName') },
    { Name: 'DB_GROUP', Value: output('dbGroup') },
    { Name: 'DB_SECRET_ARN', Value: output('DBSecret') },
  ]);
  expect(valueAt(template.Resources, 'InstanceRole.Properties.ManagedPolicyArns')).toEqual([
    output('accessPolicy'),
  ]);
  expect(parameters.AddonsTemplateURL).toBe(
    'https://artifacts.s3.eu-west-1.amazonaws.com/manual/addons/page/1.yml',
  );
});

test('a workload that names predecessors comes after them', () => {
  expect(render('depends_on: [api]').after).toEqual(['api']);
});

test.each([
  ['of the least manifest', '', {}],
  [
    'of everything',
    `
http: { alias: page.shop.example, private: true, healthcheck: /ok }
variables: { A: a }
secrets: { B: /b }
command: run
count: high
tags: { c: d }
publish: { topics: [{ name: orders }] }
network: { vpc: { placement: private } }
observability: { tracing: awsxray }
`,
    { facts: someFacts({ application: { domain: 'shop.example', permissionsBoundary: 'limit' } }) },
  ],
])('the template %s fits the schemas of AWS and is the same each time', (_, lines, over) => {
  const { template } = render(lines, over);
  expect(checkTemplate(template)).toEqual([]);
  expect(JSON.stringify(render(lines, over).template)).toBe(JSON.stringify(template));
});
