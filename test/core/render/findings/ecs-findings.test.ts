import { formatIssue } from '../../../../core/issues.js';
import type { RenderResult } from '../../../../core/render/render-release.js';
import { aManifest, ENVIRONMENT_FILE, NGINX, renderShop } from '../../../support/release-input.js';
import { someFacts } from '../../../support/render-context.js';

const linesOf = ({ issues }: RenderResult): readonly string[] => issues.map(formatIssue);

test.each([
  [
    'an image that nobody pushed',
    aManifest('api', 'Backend Service', 'image: {build: api/Dockerfile, port: 80}\n'),
    'image.build',
    'image of api has not been pushed',
  ],
  [
    'an image of a sidecar that nobody pushed',
    aManifest('api', 'Backend Service', `${NGINX}sidecars: {proxy: {image: {build: proxy}}}\n`),
    'sidecars.proxy.image',
    'image of sidecar proxy of api has not been pushed',
  ],
  [
    'an env file of a sidecar',
    aManifest(
      'api',
      'Backend Service',
      `${NGINX}sidecars: {proxy: {image: envoy, env_file: proxy.env}}\n`,
    ),
    'sidecars.proxy.env_file',
    'env file "proxy.env" is not in the workspace',
  ],
  [
    'an imported load balancer',
    aManifest('api', 'Load Balanced Web Service', `${NGINX}http: {path: /, alb: shared}\n`),
    'http.alb',
    'load balancer "shared" is not known',
  ],
  [
    'subnets by tags',
    aManifest(
      'api',
      'Backend Service',
      `${NGINX}network: {vpc: {placement: {subnets: {from_tags: {tier: inner}}}}}\n`,
    ),
    'network.vpc.placement.subnets.from_tags',
    'no subnet has the tags',
  ],
  [
    'a domain for an alias',
    aManifest(
      'api',
      'Load Balanced Web Service',
      `${NGINX}http: {path: /, alias: www.example.com}\n`,
    ),
    'http.alias',
    'cannot specify "alias" when application is not associated with a domain',
  ],
  [
    'a domain for a redirect',
    aManifest(
      'api',
      'Load Balanced Web Service',
      `${NGINX}http: {path: /, redirect_to_https: true}\n`,
    ),
    'http.redirect_to_https',
    'cannot configure http to https redirect',
  ],
])('%s is missing: an error for a deployment, a doubt for templates', (_, files, field, text) => {
  const deployed = renderShop(files);
  expect(deployed.ok).toBe(false);
  const [first] = deployed.issues.filter(({ severity }) => severity === 'error');
  expect(first?.field).toBe(field);
  expect(first?.message).toContain(text);
  expect(first?.line).toBeGreaterThan(1);
  const shown = renderShop(files, { missingInputs: 'warning' });
  expect(shown.ok).toBe(true);
  expect(linesOf(shown).join('\n')).toContain(text);
});

test('an alias outside of the zones that the application has is refused', () => {
  const files = aManifest(
    'api',
    'Load Balanced Web Service',
    `${NGINX}http: {path: /, alias: [shop.example.com, deep.below.shop.example.com]}\n`,
  );
  const facts = someFacts({ application: { domain: 'example.com' } });
  const [issue, ...more] = renderShop(files, { facts }).issues;
  expect(more).toEqual([]);
  expect(issue?.message).toContain('"deep.below.shop.example.com"');
});

test('a rule without alias is refused where the environment imports certificates', () => {
  const files = {
    ...aManifest('api', 'Load Balanced Web Service', `${NGINX}http: {path: /}\n`),
    [ENVIRONMENT_FILE]: `name: test
type: Environment
http:
  public:
    certificates: ['arn:aws:acm:eu-west-1:111122223333:certificate/one']
`,
  };
  expect(linesOf(renderShop(files)).join('\n')).toContain(
    'cannot deploy service api without "alias" to environment test with certificate imported',
  );
});

test('a variable and an output of the addons may not have one name', () => {
  const files = {
    ...aManifest('api', 'Backend Service', `${NGINX}variables: {TABLE_NAME: mine}\n`),
    'copilot/api/addons/table.yml': `Parameters:
  App: {Type: String}
  Env: {Type: String}
  Name: {Type: String}
Resources:
  Topic: {Type: 'AWS::SNS::Topic'}
Outputs:
  TableName: {Value: !Ref Topic}
`,
  };
  expect(linesOf(renderShop(files)).join('\n')).toContain('"TABLE_NAME" is also made of output');
});

test('more rules than a workload has priorities for are refused', () => {
  const rules = Array.from({ length: 60 }, (_, index) => `    - path: /p${index}\n`).join('');
  const files = aManifest(
    'api',
    'Load Balanced Web Service',
    `${NGINX}http:\n  path: /start\n  additional_rules:\n${rules}`,
  );
  expect(linesOf(renderShop(files)).join('\n')).toMatch(
    /61 rules need priorities, and only \d+ are/,
  );
});

const CERTIFICATES = `name: test
type: Environment
http:
  public:
    certificates: ['arn:aws:acm:eu-west-1:111122223333:certificate/one']
  private:
    certificates: ['arn:aws:acm:eu-west-1:111122223333:certificate/two']
`;

test.each([
  [
    'with an alias, but without certificates',
    'alias: api.inner',
    undefined,
    'without imported certs',
  ],
  ['with certificates, but without an alias', '', CERTIFICATES, 'without "alias"'],
])('an internal rule %s is refused', (_, alias, environment, text) => {
  const files = {
    ...aManifest('api', 'Backend Service', `${NGINX}http:\n  path: /\n  ${alias}\n`),
    ...(environment === undefined ? {} : { [ENVIRONMENT_FILE]: environment }),
  };
  expect(linesOf(renderShop(files)).join('\n')).toContain(text);
});

test.each([
  ['one listener', [443], undefined],
  ['HTTP and HTTPS', [80, 443], undefined],
  ['three listeners', [80, 443, 8443], 'must have either one or two listeners, found 3'],
  ['no listener', [], 'must have either one or two listeners, found 0'],
  ['two of one protocol', [443, 8443], 'must have listeners of protocol HTTP and HTTPS'],
])('an imported load balancer with %s', (_, ports, text) => {
  const listeners = ports.map((port) => ({
    arn: `arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/shared/1/${port}`,
    port,
    protocol: port === 80 ? 'HTTP' : 'HTTPS',
  }));
  const shared = {
    arn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shared/1',
    name: 'shared',
    dnsName: 'shared.example.com',
    hostedZoneId: 'Z1',
    securityGroups: ['sg-1'],
    listeners,
  };
  const facts = someFacts({ loadBalancers: { shared } });
  const files = aManifest(
    'api',
    'Load Balanced Web Service',
    `${NGINX}http: {path: /, alb: shared}\n`,
  );
  const lines = linesOf(renderShop(files, { facts }));
  if (text === undefined) expect(lines).toEqual([]);
  else expect(lines.join('\n')).toContain(text);
});

test('a TLS listener of a network load balancer needs a domain', () => {
  const files = aManifest(
    'api',
    'Load Balanced Web Service',
    `${NGINX}http: false\nnlb: {port: 443/tls}\n`,
  );
  expect(linesOf(renderShop(files)).join('\n')).toContain('a TLS listener needs a certificate');
  const facts = someFacts({ application: { domain: 'example.com' } });
  expect(renderShop(files, { facts }).issues).toEqual([]);
});

test('a CDN that ends TLS and a rule that redirects to HTTPS go in circles', () => {
  const files = {
    ...aManifest(
      'api',
      'Load Balanced Web Service',
      `${NGINX}http: {path: /, alias: example.com}\n`,
    ),
    [ENVIRONMENT_FILE]: `${CERTIFICATES}cdn:
  terminate_tls: true
  certificate: arn:aws:acm:us-east-1:111122223333:certificate/three
`,
  };
  const lines = linesOf(renderShop(files)).join('\n');
  expect(lines).toContain('http.redirect_to_https');
  expect(lines).toContain('requests would go in circles');
});

test('a zone of an alias goes with imported certificates only, and not with a CDN', () => {
  const rule = `http: {path: /, alias: [{name: example.com, hosted_zone: Z1}]}\n`;
  const service = aManifest('api', 'Load Balanced Web Service', `${NGINX}${rule}`);
  const facts = someFacts({ application: { domain: 'example.com' } });
  expect(linesOf(renderShop(service, { facts })).join('\n')).toContain(
    'no certificates are imported',
  );
  const imported = { ...service, [ENVIRONMENT_FILE]: CERTIFICATES };
  expect(renderShop(imported).issues).toEqual([]);
  const withCdn = {
    ...service,
    [ENVIRONMENT_FILE]: `${CERTIFICATES}cdn:\n  certificate: arn:aws:acm:us-east-1:111122223333:certificate/three\n`,
  };
  expect(linesOf(renderShop(withCdn)).join('\n')).toContain('when cdn is enabled');
});

test.each([
  [
    'linear without traffic',
    'Worker Service',
    'image: {location: nginx}\ndeployment: {strategy: linear}\n',
    ['error', 'has no traffic to shift'],
  ],
  [
    'blue_green without traffic',
    'Worker Service',
    'image: {location: nginx}\ndeployment: {strategy: blue_green}\n',
    undefined,
  ],
  [
    'canary that scales on requests',
    'Load Balanced Web Service',
    `${NGINX}http: {path: /}\ndeployment: {strategy: canary}\ncount: {range: 1-4, requests: 100}\n`,
    ['warning', 'counts one of two target groups only'],
  ],
  [
    'canary that scales on CPU',
    'Load Balanced Web Service',
    `${NGINX}http: {path: /}\ndeployment: {strategy: canary}\ncount: {range: 1-4, cpu_percentage: 70}\n`,
    undefined,
  ],
])('strategy %s', (_, type, fields, expected) => {
  const { issues } = renderShop(aManifest('api', type, fields));
  if (expected === undefined) expect(issues).toEqual([]);
  else {
    expect(issues[0]?.severity).toBe(expected[0]);
    expect(issues[0]?.message).toContain(expected[1]);
  }
});

test('a strategy that shifts traffic needs one listener that forwards', () => {
  const files = aManifest(
    'api',
    'Load Balanced Web Service',
    `${NGINX}http: {path: /, redirect_to_https: false, alias: shop.example.com}\ndeployment: {strategy: blue_green}\n`,
  );
  const facts = someFacts({ application: { domain: 'example.com' } });
  expect(linesOf(renderShop(files, { facts })).join('\n')).toContain(
    'only one listener can forward, but both HTTP and HTTPS would',
  );
});

test('a job that denies the default security group is told that it keeps it', () => {
  const files = aManifest(
    'night',
    'Scheduled Job',
    `${NGINX}on: {schedule: '@daily'}\nnetwork: {vpc: {security_groups: {deny_default: true}}}\n`,
  );
  const result = renderShop(files);
  expect(result.ok).toBe(true);
  expect(linesOf(result).join('\n')).toContain("always has the environment's security group");
});
