import type { Facts } from '../../../../core/facts/facts.js';
import { subnetTagsKey } from '../../../../core/template/service/network.js';
import { aBackendService, aWebService, aWorkerService } from '../../../support/manifests.js';
import { someFacts } from '../../../support/render-context.js';
import { anExport, propertyOf, renderSource } from '../../../support/render-source.js';

const serviceOf = (fields: string, path: string, facts?: Facts) =>
  propertyOf(renderSource(aBackendService(fields), facts ? { facts } : {}), 'Service', path);

const SCALED = 'count: { range: 2-9, cpu_percentage: 70 }';

describe('how many tasks', () => {
  test.each<[string, string, unknown]>([
    ['a number', 'count: 3', { Ref: 'TaskCount' }],
    ['only spot', 'count: { spot: 3 }', { Ref: 'TaskCount' }],
    ['a range, not deployed yet', SCALED, { Ref: 'TaskCount' }],
  ])('%s', (_title, fields, expected) => {
    expect(serviceOf(fields, 'DesiredCount')).toEqual(expected);
  });

  test('a scaled service that exists keeps the count it has', () => {
    const facts = someFacts({ desiredCounts: { api: 5 } });
    expect(serviceOf(SCALED, 'DesiredCount', facts)).toBeUndefined();
  });

  test('a fixed count is put back to what the manifest says', () => {
    const facts = someFacts({ desiredCounts: { api: 5 } });
    expect(serviceOf('count: 3', 'DesiredCount', facts)).toEqual({ Ref: 'TaskCount' });
  });

  test.each<[string, string, unknown]>([
    ['on demand', 'count: 3', undefined],
    ['all on spot', 'count: { spot: 3 }', [{ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }]],
    [
      'spot from the fourth task on',
      'count: { range: { min: 1, max: 9, spot_from: 4 }, cpu_percentage: 70 }',
      [
        { CapacityProvider: 'FARGATE_SPOT', Weight: 1 },
        { CapacityProvider: 'FARGATE', Weight: 0, Base: 3 },
      ],
    ],
    [
      'spot from below the minimum: no base on demand',
      'count: { range: { min: 5, max: 9, spot_from: 4 }, cpu_percentage: 70 }',
      [{ CapacityProvider: 'FARGATE_SPOT', Weight: 1 }],
    ],
    [
      'spot from the first task on',
      'count: { range: { min: 0, max: 9, spot_from: 0 }, cpu_percentage: 70 }',
      [
        { CapacityProvider: 'FARGATE_SPOT', Weight: 1 },
        { CapacityProvider: 'FARGATE', Weight: 0, Base: 0 },
      ],
    ],
  ])('capacity: %s', (_title, fields, expected) => {
    expect(serviceOf(fields, 'CapacityProviderStrategy')).toEqual(expected);
    expect(serviceOf(fields, 'LaunchType')).toBe(expected === undefined ? 'FARGATE' : undefined);
  });
});

describe('rollout', () => {
  const breaker = 'DeploymentConfiguration.DeploymentCircuitBreaker';

  test.each<[string, string, number, number]>([
    ['by default', '', 100, 200],
    ['default', 'deployment: { rolling: default }', 100, 200],
    ['recreate, in any case', 'deployment: { rolling: ReCreate }', 0, 100],
    [
      'percentages',
      'deployment: { rolling: { min_healthy_percent: 50, max_percent: 150 } }',
      50,
      150,
    ],
    ['one percentage', 'deployment: { rolling: { max_percent: 150 } }', 100, 150],
  ])('limits %s', (_title, fields, min, max) => {
    expect(serviceOf(fields, 'DeploymentConfiguration')).toMatchObject({
      MinimumHealthyPercent: min,
      MaximumPercent: max,
    });
  });

  test.each<[string, string, object]>([
    ['always on', '', { Enable: true, Rollback: true }],
    [
      'switched off',
      'deployment: { circuit_breaker: { enable: false, rollback: false } }',
      { Enable: false, Rollback: false },
    ],
    [
      'after a count of failed tasks',
      'deployment: { circuit_breaker: { threshold: 5, reset_on_healthy_task: false } }',
      {
        Enable: true,
        Rollback: true,
        ThresholdConfiguration: { Type: 'COUNT', Value: 5 },
        ResetOnHealthyTask: false,
      },
    ],
    [
      'after a share of failed tasks',
      'deployment: { circuit_breaker: { threshold: { type: bounded_percent, value: 25 } } }',
      { ThresholdConfiguration: { Type: 'BOUNDED_PERCENT', Value: 25 } },
    ],
  ])('circuit breaker: %s', (_title, fields, expected) => {
    expect(serviceOf(fields, breaker)).toMatchObject(expected);
  });

  test.each<[string, string, unknown]>([
    ['no exec', '', undefined],
    ['exec', 'exec: true', true],
    ['exec as a map', 'exec: { enable: true }', true],
    ['exec switched off in a map', 'exec: { enable: false }', undefined],
  ])('%s', (_title, fields, expected) => {
    expect(serviceOf(fields, 'EnableExecuteCommand')).toBe(expected);
  });
});

describe('network', () => {
  const vpc = 'NetworkConfiguration.AwsvpcConfiguration';
  const subnets = (name: string) => ({ 'Fn::Split': [',', anExport(name)] });

  test.each<[string, string, unknown, string]>([
    ['public by default', '', subnets('PublicSubnets'), 'ENABLED'],
    ['private', 'network: { vpc: { placement: private } }', subnets('PrivateSubnets'), 'DISABLED'],
    [
      'subnets of the user',
      'network: { vpc: { placement: { subnets: [subnet-1] } } }',
      ['subnet-1'],
      'DISABLED',
    ],
  ])('%s', (_title, fields, expected, address) => {
    expect(serviceOf(fields, `${vpc}.Subnets`)).toEqual(expected);
    expect(serviceOf(fields, `${vpc}.AssignPublicIp`)).toBe(address);
  });

  test('subnets by tag come from the facts', () => {
    const key = subnetTagsKey({ tier: 'web', az: ['b', 'a'] });
    expect(key).toBe('{"az":["b","a"],"tier":["web"]}');
    const facts = someFacts({ taggedSubnets: { [key]: ['subnet-7'] } });
    const fields =
      'network: { vpc: { placement: { subnets: { from_tags: { tier: web, az: [b, a] } } } } }';
    expect(serviceOf(fields, `${vpc}.Subnets`, facts)).toEqual(['subnet-7']);
  });

  test.each<[string, string, readonly unknown[]]>([
    ['the environment only', '', [anExport('EnvironmentSecurityGroup')]],
    [
      'more groups',
      'network: { vpc: { security_groups: [sg-1, { from_cfn: Out }] } }',
      [anExport('EnvironmentSecurityGroup'), 'sg-1', { 'Fn::ImportValue': 'Out' }],
    ],
    [
      'without the environment',
      'network: { vpc: { security_groups: { deny_default: true, groups: [sg-1] } } }',
      ['sg-1'],
    ],
  ])('security groups: %s', (_title, fields, expected) => {
    expect(serviceOf(fields, `${vpc}.SecurityGroups`)).toEqual(expected);
  });
});

describe('Service Connect', () => {
  const path = 'ServiceConnectConfiguration';

  test('is switched off in so many words', () => {
    expect(serviceOf('', path)).toEqual({
      'Fn::If': ['IsGovCloud', { Ref: 'AWS::NoValue' }, { Enabled: false }],
    });
  });

  test('a client without a port offers nothing', () => {
    expect(serviceOf('network: { connect: true }', path)).toMatchObject({
      Enabled: true,
      Namespace: 'test.shop.local',
    });
    expect(serviceOf('network: { connect: true }', `${path}.Services`)).toBeUndefined();
  });

  test.each<[string, unknown]>([
    ['network: { connect: true }', { Ref: 'WorkloadName' }],
    ['network: { connect: { alias: front } }', 'front'],
  ])('%s', (fields, name) => {
    const stack = renderSource(aWebService(fields));
    expect(propertyOf(stack, 'Service', `${path}.Services.0.ClientAliases`)).toEqual([
      { Port: { Ref: 'TargetPort' }, DnsName: name },
    ]);
  });

  test('a worker is a client only', () => {
    const stack = renderSource(aWorkerService('network: { connect: true }'));
    expect(propertyOf(stack, 'Service', `${path}.Services`)).toBeUndefined();
  });
});
