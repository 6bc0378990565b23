import { findNeededFacts } from '../../../core/facts/needed-facts.js';
import { readManifests } from '../../../core/facts/read-manifests.js';
import { aManifest, aShop, ENVIRONMENT_FILE, NGINX } from '../../support/release-input.js';
import { someFacts } from '../../support/render-context.js';

const neededFor = (files: { readonly [path: string]: string }, names?: readonly string[]) =>
  findNeededFacts(
    readManifests({
      workspace: aShop(files),
      facts: someFacts(),
      environment: 'test',
      ...(names ? { names } : {}),
    }),
  );

const NOTHING = {
  loadBalancers: [],
  subnetTags: new Map(),
  certificates: [],
  cloudFrontPrefixList: false,
  scaledServices: [],
  builtContainers: {},
};

const anEnvironment = (fields: string) => ({
  [ENVIRONMENT_FILE]: `name: test\ntype: Environment\n${fields}`,
});

const web = (name: string, http: string) =>
  aManifest(name, 'Load Balanced Web Service', `${NGINX}http: ${http}\n`);

const CERTIFICATES = {
  public: 'arn:aws:acm:eu-west-1:1:certificate/public',
  private: 'arn:aws:acm:eu-west-1:1:certificate/private',
  cdn: 'arn:aws:acm:us-east-1:1:certificate/cdn',
};
const withCertificates = anEnvironment(
  [
    'http:',
    `  public: { certificates: [${CERTIFICATES.public}] }`,
    `  private: { certificates: [${CERTIFICATES.private}] }`,
    `cdn: { certificate: ${CERTIFICATES.cdn} }`,
  ].join('\n'),
);

describe('what a release has to ask AWS for', () => {
  test('a service that brings everything with it: nothing', () => {
    expect(neededFor({ ...web('web', '{ path: / }') })).toEqual(NOTHING);
  });

  test('load balancers that are imported, each once', () => {
    const { loadBalancers } = neededFor({
      ...web('web', '{ path: /, alb: shared }'),
      ...web('admin', '{ path: /admin, alb: shared }'),
      ...web('docs', '{ path: /docs, alb: "arn:aws:elasticloadbalancing:::loadbalancer/app/x/1" }'),
    });
    expect(loadBalancers).toEqual([
      'arn:aws:elasticloadbalancing:::loadbalancer/app/x/1',
      'shared',
    ]);
  });

  test('subnets by tags, of every type that has them', () => {
    const tagged = (value: string) =>
      `network: { vpc: { placement: { subnets: { from_tags: { tier: ${value} } } } } }\n`;
    const { subnetTags } = neededFor({
      ...aManifest('api', 'Backend Service', `${NGINX}${tagged('inner')}`),
      ...aManifest('jobs', 'Worker Service', `image: { location: nginx }\n${tagged('[inner]')}`),
      ...aManifest(
        'page',
        'Request-Driven Web Service',
        `image: { location: public.ecr.aws/nginx/nginx:1, port: 80 }\n${tagged('[a, b]')}`,
      ),
    });
    expect([...subnetTags.keys()]).toEqual(['{"tier":["inner"]}', '{"tier":["a","b"]}']);
  });

  test('certificates only where an alias has to be among their names', () => {
    const without = neededFor({ ...withCertificates, ...web('web', '{ path: /, alb: shared }') });
    expect(without.certificates).toEqual([]);
    const withAlias = neededFor({
      ...withCertificates,
      ...web('web', '{ path: /, alias: www.example.com }'),
    });
    expect(withAlias.certificates).toEqual([CERTIFICATES.public, CERTIFICATES.cdn]);
    const inside = neededFor({
      ...withCertificates,
      ...aManifest('api', 'Backend Service', `${NGINX}http: { path: /, alias: api.example.com }\n`),
    });
    expect(inside.certificates).toEqual([CERTIFICATES.private]);
  });

  test.each([
    ['http: { public: { ingress: { cdn: true } } }\ncdn: true', true],
    [
      'http: { public: { security_groups: { ingress: { restrict_to: { cdn: true } } } } }\ncdn: true',
      true,
    ],
    ['cdn: true', false],
  ])('the prefix list of CloudFront: %s', (fields, expected) => {
    expect(neededFor(anEnvironment(fields)).cloudFrontPrefixList).toBe(expected);
  });

  test('counts of services that scale by themselves', () => {
    const counted = (name: string, count: string) =>
      aManifest(name, 'Backend Service', `${NGINX}count: ${count}\n`);
    const { scaledServices } = neededFor({
      ...counted('fixed', '2'),
      ...counted('spot', '{ spot: 2 }'),
      ...counted('scaled', '{ range: 1-4, cpu_percentage: 70 }'),
    });
    expect(scaledServices).toEqual(['scaled']);
  });

  test('images of containers that are built, sidecars too', () => {
    const { builtContainers } = neededFor({
      ...aManifest(
        'api',
        'Backend Service',
        'image: { build: api/Dockerfile }\nsidecars:\n  proxy: { image: { build: proxy } }\n  envoy: { image: envoyproxy/envoy }\n',
      ),
      ...aManifest('page', 'Request-Driven Web Service', 'image: { build: p, port: 80 }\n'),
      ...web('web', '{ path: / }'),
    });
    expect(builtContainers).toEqual({ api: ['api', 'proxy'], page: ['page'] });
  });

  test('of a part of the workspace: only what that part needs', () => {
    const files = {
      ...web('web', '{ path: /, alb: one }'),
      ...web('admin', '{ path: /, alb: two }'),
    };
    expect(neededFor(files, ['admin']).loadBalancers).toEqual(['two']);
  });

  test('a manifest that cannot be read needs nothing', () => {
    expect(
      neededFor({ 'copilot/web/manifest.yml': 'type: Load Balanced Web Service\nhttp: [' }),
    ).toEqual(NOTHING);
  });
});
