import {
  findServiceConnectTarget,
  resolveExposedPorts,
  resolveListenerTarget,
  resolveRuleTarget,
} from '../../../../core/manifest/resolve/exposed-ports.js';

const nginx = { image: 'nginx', port: '8080' };

test('ports come from sidecars, rules, listeners and the main container, in this order', () => {
  const { ports } = resolveExposedPorts({
    name: 'web',
    image: { port: 80 },
    sidecars: { nginx, dns: { image: 'dns', port: '53/udp' } },
    http: { path: '/', target_port: 8080, additional_rules: [{ path: '/a', target_port: 9090 }] },
    nlb: { port: '443/tls', additional_listeners: [{ port: '5000/udp', target_container: 'dns' }] },
  });
  expect(ports).toEqual([
    { container: 'dns', port: 53, protocol: 'udp', isOwn: true },
    { container: 'web', port: 80, protocol: 'tcp', isOwn: true },
    { container: 'web', port: 443, protocol: 'tcp', isOwn: false },
    { container: 'dns', port: 5000, protocol: 'udp', isOwn: false },
    { container: 'nginx', port: 8080, protocol: 'tcp', isOwn: true },
    { container: 'web', port: 9090, protocol: 'tcp', isOwn: false },
  ]);
});

test('a port that a rule gives to a sidecar stays there, also when the main container names it', () => {
  const { ports } = resolveExposedPorts({
    name: 'web',
    image: { port: 8081 },
    sidecars: { nginx },
    http: { path: '/', target_container: 'nginx', target_port: 8081 },
  });
  expect(ports).toContainEqual({ container: 'nginx', port: 8081, protocol: 'tcp', isOwn: true });
});

describe('targets', () => {
  const source = { name: 'web', image: { port: 80 }, sidecars: { nginx } };
  const exposed = resolveExposedPorts({ ...source, http: { path: '/', target_port: 9090 } });

  test.each([
    [{}, 'web', 80],
    [{ target_container: 'web' }, 'web', 80],
    [{ target_container: 'nginx' }, 'nginx', 8080],
    [{ target_port: 8080 }, 'nginx', 8080],
    [{ target_port: 9090 }, 'web', 9090],
    [{ target_port: 1234 }, 'web', 1234],
    [{ target_container: 'nginx', target_port: 8081 }, 'nginx', 8081],
  ])('a rule with %j goes to %s:%d', (target, container, port) => {
    expect(resolveRuleTarget({ path: '/', ...target }, exposed)).toEqual({ container, port });
  });

  test.each([
    [{}, 'web', 443],
    [{ target_container: 'nginx' }, 'nginx', 8080],
    [{ target_port: 8080 }, 'nginx', 8080],
    [{ target_container: 'nginx', target_port: 8081 }, 'nginx', 8081],
    [{ target_container: 'silent' }, 'silent', 443],
  ])('a listener with %j goes to %s:%d', (target, container, port) => {
    expect(resolveListenerTarget({ port: '443/tls', ...target }, exposed)).toEqual({
      container,
      port,
    });
  });

  test('service connect follows the main rule, else the main container', () => {
    expect(findServiceConnectTarget(source, exposed)).toEqual({ container: 'web', port: 80 });
    const http = { path: '/', target_container: 'nginx' };
    expect(findServiceConnectTarget({ ...source, http }, exposed)).toEqual({
      container: 'nginx',
      port: 8080,
    });
  });

  test('service connect cannot go over UDP', () => {
    const dns = { name: 'dns', image: { port: 53 }, nlb: { port: '53/udp' } };
    expect(findServiceConnectTarget(dns, resolveExposedPorts(dns))).toBeUndefined();
  });
});
