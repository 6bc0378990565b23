import { aWorkload } from '../../../support/manifests.js';
import { someFacts } from '../../../support/render-context.js';
import { anExport, idsOfType, propertyOf, renderSource } from '../../../support/render-source.js';

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const withDomain = { facts: someFacts({ application: { domain: 'shop.example' } }) };

function renderNlb(nlb: string, over = {}, more = '') {
  const text = `name: api
type: Load Balanced Web Service
image: { location: nginx, port: 3000 }
http: false
nlb: ${nlb}
${more}`;
  return renderSource(aWorkload(text), over);
}

describe('a network load balancer', () => {
  test('takes the place of the other one', () => {
    const stack = renderNlb('{ port: 80 }');
    expect(idsOfType(stack, 'AWS::ElasticLoadBalancingV2::ListenerRule')).toEqual([]);
    expect(idsOfType(stack, LISTENER)).toEqual(['NLBListener']);
    expect(stack.parameters).toMatchObject({
      NLBPort: '80',
      NLBAliases: '',
      DNSDelegated: 'false',
    });
    expect(stack.template.Outputs).toHaveProperty('PublicNetworkLoadBalancerDNSName');
  });

  test.each<[string, string, string, unknown]>([
    ['tcp by default', '{ port: 80 }', 'Protocol', 'TCP'],
    ['udp', '{ port: 53/udp, healthcheck: { port: 3000 } }', 'Protocol', 'UDP'],
    ['tls', '{ port: 443/tls }', 'SslPolicy', 'ELBSecurityPolicy-TLS13-1-2-2021-06'],
    ['tls with a policy', '{ port: 443/tls, ssl_policy: Other }', 'SslPolicy', 'Other'],
    [
      'tls with its certificate',
      '{ port: 443/tls }',
      'Certificates',
      [{ CertificateArn: { Ref: 'NLBCertValidatorAction' } }],
    ],
  ])('listener: %s', (_title, nlb, path, expected) => {
    expect(propertyOf(renderNlb(nlb, withDomain), 'NLBListener', path)).toEqual(expected);
  });

  test('tls without a domain leaves what Copilot leaves in a resource that is never made', () => {
    const stack = renderNlb('{ port: 443/tls }');
    expect(stack.template.Resources.NLBCertValidatorAction).toMatchObject({
      Condition: 'HasAssociatedDomain',
      Properties: { RootDNSRole: '<nil>', DomainName: '<nil>' },
    });
  });

  test.each<[string, string, string, unknown]>([
    ['tls ends before the targets', '{ port: 443/tls }', 'Protocol', 'TCP'],
    ['the port of the listener', '{ port: 81 }', 'Port', 81],
    ['a port of its own', '{ port: 81, target_port: 8080 }', 'Port', 8080],
    ['the port of checks', '{ port: 81, healthcheck: { port: 90 } }', 'HealthCheckPort', 90],
    [
      'stickiness means nothing with tls',
      '{ port: 443/tls, stickiness: true }',
      'TargetGroupAttributes',
      [{ Key: 'deregistration_delay.timeout_seconds', Value: '60' }],
    ],
    [
      'stickiness',
      '{ port: 81, stickiness: true, deregistration_delay: 5s }',
      'TargetGroupAttributes',
      [
        { Key: 'deregistration_delay.timeout_seconds', Value: '5' },
        { Key: 'stickiness.enabled', Value: 'true' },
      ],
    ],
  ])('target: %s', (_title, nlb, path, expected) => {
    const stack = renderNlb(nlb, withDomain);
    expect(propertyOf(stack, 'NetworkLoadBalancerTargetGroup', path)).toEqual(expected);
  });

  test('a sidecar is reached at its own port', () => {
    const sidecars = 'sidecars: { proxy: { image: envoy, port: 9000 } }';
    const stack = renderNlb('{ port: 443, target_container: proxy }', {}, sidecars);
    expect(propertyOf(stack, 'Service', 'LoadBalancers.0')).toMatchObject({
      ContainerName: 'proxy',
      ContainerPort: 9000,
    });
  });

  test('more listeners are opened in the security group too', () => {
    const stack = renderNlb(
      '{ port: 80, additional_listeners: [{ port: 53/udp, healthcheck: { port: 3000 } }] }',
    );
    expect(idsOfType(stack, LISTENER)).toEqual(['NLBListener', 'NLBListener1']);
    expect(
      propertyOf(stack, 'NetworkLoadBalancerSecurityGroup', 'SecurityGroupIngress.1'),
    ).toMatchObject({ FromPort: 53, ToPort: 53, IpProtocol: 'UDP' });
  });

  test('has a default name below the domain', () => {
    const stack = renderNlb('{ port: 80 }', withDomain);
    expect(propertyOf(stack, 'NLBDNSAlias', 'HostedZoneId')).toEqual(anExport('HostedZone'));
    expect(stack.template.Resources.NLBDNSAlias?.Condition).toBe('HasAssociatedDomain');
  });

  test('aliases are records that a function makes in the account of the domain', () => {
    const stack = renderNlb('{ port: 80, alias: [a.shop.example, b.shop.example] }', withDomain);
    expect(propertyOf(stack, 'NLBCustomDomainAction', 'Aliases')).toEqual([
      'a.shop.example',
      'b.shop.example',
    ]);
    expect(propertyOf(stack, 'NLBCustomDomainAction', 'RootDNSRole')).toBe(
      'arn:aws:iam::111122223333:role/shop-DNSDelegationRole',
    );
    expect(stack.parameters.NLBAliases).toBe('a.shop.example,b.shop.example');
    expect(stack.template.Resources.NLBDNSAlias).toBeUndefined();
  });
});
