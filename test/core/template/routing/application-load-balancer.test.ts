import type { RenderContext } from '../../../../core/template/context.js';
import type { WorkloadSource } from '../../../../core/workspace/workspace.js';
import { aWorkload } from '../../../support/manifests.js';
import { aRenderContext, someFacts } from '../../../support/render-context.js';
import { anExport, idsOfType, propertyOf, renderSource } from '../../../support/render-source.js';

const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const RECORDS = 'AWS::Route53::RecordSetGroup';

const aService = (http: string): WorkloadSource =>
  aWorkload(
    `name: api\ntype: Load Balanced Web Service\nimage: { location: nginx, port: 80 }\nhttp: ${http}`,
  );

const aBackend = (http: string): WorkloadSource =>
  aWorkload(
    `name: api\ntype: Backend Service\nimage: { location: nginx, port: 80 }\nhttp: ${http}`,
  );

const withDomain = { facts: someFacts({ application: { domain: 'shop.example' } }) };

function withCertificates(
  kind: 'publicCertificates' | 'privateCertificates',
): Partial<RenderContext> {
  return { traits: { ...aRenderContext().traits, [kind]: ['arn:cert'] } };
}

describe('rules on the load balancer of the environment', () => {
  test('without domain and certificates there is one plain rule', () => {
    const stack = renderSource(aService('{ path: / }'));
    expect(idsOfType(stack, RULE)).toEqual(['HTTPListenerRule']);
    expect(propertyOf(stack, 'HTTPListenerRule', 'ListenerArn')).toEqual(
      anExport('HTTPListenerArn'),
    );
    expect(propertyOf(stack, 'HTTPListenerRule', 'Conditions')).toEqual([
      { Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } },
    ]);
    expect(stack.parameters).toMatchObject({ HTTPSEnabled: 'false', DNSDelegated: 'false' });
  });

  test('with a domain HTTP redirects to HTTPS, under the default name', () => {
    const stack = renderSource(aService('{ path: admin }'), withDomain);
    expect(idsOfType(stack, RULE)).toEqual(['HTTPListenerRuleWithDomain', 'HTTPSListenerRule']);
    expect(propertyOf(stack, 'HTTPListenerRuleWithDomain', 'Actions.0.Type')).toBe('redirect');
    expect(propertyOf(stack, 'HTTPSListenerRule', 'Conditions')).toEqual([
      {
        Field: 'host-header',
        HostHeaderConfig: {
          Values: [{ 'Fn::Join': ['.', [{ Ref: 'WorkloadName' }, anExport('SubDomain')]] }],
        },
      },
      { Field: 'path-pattern', PathPatternConfig: { Values: ['/admin', '/admin/*'] } },
    ]);
    expect(idsOfType(stack, RECORDS)).toEqual(['LoadBalancerDNSAlias']);
    expect(stack.parameters).toMatchObject({
      HTTPSEnabled: 'true',
      DNSDelegated: 'true',
      RulePath: 'admin',
    });
  });

  test('plain HTTP can be kept', () => {
    const stack = renderSource(aService('{ path: /, redirect_to_https: false }'), withDomain);
    expect(propertyOf(stack, 'HTTPListenerRuleWithDomain', 'Actions')).toEqual([
      { TargetGroupArn: { Ref: 'TargetGroup' }, Type: 'forward' },
    ]);
  });

  test('imported certificates take the place of the domain', () => {
    const stack = renderSource(aService('{ path: /, alias: a.example, hosted_zone: Z9 }'), {
      ...withDomain,
      ...withCertificates('publicCertificates'),
    });
    expect(stack.parameters).toMatchObject({ HTTPSEnabled: 'true', DNSDelegated: 'false' });
    expect(idsOfType(stack, RECORDS)).toEqual(['LoadBalancerDNSAliasZ9']);
  });

  test('aliases are grouped by hosted zone, those of the main rule only', () => {
    const http = `
  path: /
  hosted_zone: Z1
  alias: [{ name: a.example }, { name: b.example, hosted_zone: Z2 }, { name: a.example }]
  additional_rules: [{ path: admin, alias: [{ name: c.example, hosted_zone: Z3 }] }]
`;
    const stack = renderSource(aService(http), withCertificates('publicCertificates'));
    expect(idsOfType(stack, RECORDS)).toEqual(['LoadBalancerDNSAliasZ1', 'LoadBalancerDNSAliasZ2']);
    expect(propertyOf(stack, 'LoadBalancerDNSAliasZ1', 'RecordSets')).toHaveLength(1);
    expect(propertyOf(stack, 'HTTPSListenerRule1', 'Conditions.0.HostHeaderConfig.Values')).toEqual(
      ['c.example'],
    );
  });

  test('each rule has a target group, and the service waits for every rule', () => {
    const http = '{ path: /, additional_rules: [{ path: admin, target_port: 81 }] }';
    const stack = renderSource(aService(http));
    expect(idsOfType(stack, 'AWS::ElasticLoadBalancingV2::TargetGroup')).toEqual([
      'TargetGroup',
      'TargetGroup1',
    ]);
    expect(stack.template.Resources.Service?.DependsOn).toEqual([
      'HTTPListenerRule',
      'HTTPListenerRule1',
    ]);
    expect(propertyOf(stack, 'Service', 'LoadBalancers.1')).toEqual({
      ContainerName: 'api',
      ContainerPort: 81,
      TargetGroupArn: { Ref: 'TargetGroup1' },
    });
  });

  test('http: true routes nothing and sends no parameters for it', () => {
    const stack = renderSource(aService('true'));
    expect(idsOfType(stack, RULE)).toEqual([]);
    expect(stack.parameters).not.toHaveProperty('RulePath');
    expect(stack.template.Parameters).not.toHaveProperty('RulePath');
  });
});

describe('target groups', () => {
  const groupOf = (http: string, path: string) =>
    propertyOf(renderSource(aService(http)), 'TargetGroup', path);

  test.each<[string, string, string, unknown]>([
    ['the default check', '{ path: / }', 'HealthCheckPath', '/'],
    ['a check by path', '{ path: /, healthcheck: ready }', 'HealthCheckPath', '/ready'],
    [
      'success codes',
      '{ path: /, healthcheck: { success_codes: "200,301" } }',
      'Matcher',
      { HttpCode: '200,301' },
    ],
    [
      'times are whole seconds',
      '{ path: /, healthcheck: { interval: 15500ms } }',
      'HealthCheckIntervalSeconds',
      15,
    ],
    ['gRPC', '{ path: /, version: grpc }', 'ProtocolVersion', 'GRPC'],
    ['a target on 443', '{ path: /, target_port: 443 }', 'Protocol', 'HTTPS'],
    [
      'a target on 443 is checked with HTTPS',
      '{ path: /, target_port: 443 }',
      'HealthCheckProtocol',
      'HTTPS',
    ],
    [
      'a target on 443 with checks elsewhere',
      '{ path: /, target_port: 443, healthcheck: { port: 8080 } }',
      'HealthCheckProtocol',
      'HTTP',
    ],
    ['checks on 443', '{ path: /, healthcheck: { port: 443 } }', 'HealthCheckProtocol', 'HTTPS'],
    [
      'sticky sessions and the delay before a target is let go',
      '{ path: /, stickiness: true, deregistration_delay: 5s }',
      'TargetGroupAttributes',
      [
        { Key: 'deregistration_delay.timeout_seconds', Value: '5' },
        { Key: 'stickiness.enabled', Value: 'true' },
      ],
    ],
  ])('%s', (_title, http, path, expected) => {
    expect(groupOf(http, path)).toEqual(expected);
  });

  test.each<[string, string, number]>([
    ['60 seconds by default', '{ path: / }', 60],
    ['of the rule', '{ path: /, healthcheck: { grace_period: 2m } }', 120],
    ['none at all', '{ path: /, healthcheck: { grace_period: 0s } }', 0],
  ])('grace period: %s', (_title, http, expected) => {
    const stack = renderSource(aService(http));
    expect(propertyOf(stack, 'Service', 'HealthCheckGracePeriodSeconds')).toBe(expected);
  });
});

describe('rules on the internal load balancer', () => {
  test('plain HTTP is reached by the name of the load balancer and in the private zone', () => {
    const stack = renderSource(aBackend('{ path: / }'));
    expect(idsOfType(stack, RECORDS)).toEqual(['LoadBalancerInternalDNSAlias']);
    expect(propertyOf(stack, 'HTTPListenerRule', 'ListenerArn')).toEqual(
      anExport('InternalHTTPListenerArn'),
    );
    expect(propertyOf(stack, 'HTTPListenerRule', 'Conditions.0.HostHeaderConfig.Values.0')).toEqual(
      anExport('InternalLoadBalancerDNS'),
    );
  });

  test('private certificates bring HTTPS', () => {
    const stack = renderSource(
      aBackend('{ path: /, alias: a.example, hosted_zone: Z1 }'),
      withCertificates('privateCertificates'),
    );
    expect(idsOfType(stack, RULE)).toEqual(['HTTPListenerRuleWithDomain', 'HTTPSListenerRule']);
    expect(idsOfType(stack, RECORDS)).toEqual(['LoadBalancerDNSAliasZ1']);
    expect(stack.parameters.HTTPSEnabled).toBe('true');
  });

  test('without http there is no grace period', () => {
    const source = aWorkload('name: api\ntype: Backend Service\nimage: { location: nginx }\n');
    expect(
      propertyOf(renderSource(source), 'Service', 'HealthCheckGracePeriodSeconds'),
    ).toBeUndefined();
  });
});

describe('rules on an imported load balancer', () => {
  const listener = (protocol: string) => ({ arn: `arn:${protocol}`, port: 80, protocol });
  const renderImported = (...protocols: readonly string[]) => {
    const shared = {
      arn: 'arn:alb',
      dnsName: 'shared.example',
      hostedZoneId: 'ZALB',
      listeners: protocols.map(listener),
      securityGroups: ['sg-a', 'sg-b'],
    };
    return renderSource(aService('{ path: /, alb: shared }'), {
      facts: someFacts({ loadBalancers: { shared }, application: { domain: 'shop.example' } }),
    });
  };

  test.each<[readonly string[], readonly string[]]>([
    [['HTTP'], ['HTTPListenerRuleForImportedALB']],
    [['HTTPS'], ['HTTPSListenerRuleForImportedALB']],
    [
      ['HTTP', 'HTTPS'],
      ['HTTPSListenerRuleForImportedALB', 'HTTPListenerRedirectRuleForImportedALB'],
    ],
  ])('%j', (protocols, expected) => {
    const stack = renderImported(...protocols);
    expect(idsOfType(stack, RULE)).toEqual(expected);
    expect(stack.template.Resources.Service?.DependsOn).toEqual(expected);
  });

  test('its security groups are let in, and no default record is made', () => {
    const stack = renderImported('HTTPS');
    expect(idsOfType(stack, 'AWS::EC2::SecurityGroupIngress')).toEqual([
      'EnvironmentSecurityGroupIngressFromImportedALB',
      'EnvironmentSecurityGroupIngressFromImportedALB1',
    ]);
    expect(idsOfType(stack, RECORDS)).toEqual([]);
  });
});
