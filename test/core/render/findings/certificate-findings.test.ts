import { formatIssue } from '../../../../core/issues.js';
import { aManifest, ENVIRONMENT_FILE, NGINX, renderShop } from '../../../support/release-input.js';
import { someFacts } from '../../../support/render-context.js';

const PUBLIC = 'arn:aws:acm:eu-west-1:111122223333:certificate/public';
const CDN = 'arn:aws:acm:us-east-1:111122223333:certificate/cdn';

const environment = (fields: string) => ({
  [ENVIRONMENT_FILE]: `name: test\ntype: Environment\n${fields}`,
});
const withPublic = environment(`http: { public: { certificates: [${PUBLIC}] } }`);
const withCdn = environment(
  `http: { public: { certificates: [${PUBLIC}] } }\ncdn: { certificate: ${CDN} }`,
);
const withPrivate = environment(`http: { private: { certificates: [${PUBLIC}] } }`);

const web = (alias: string) =>
  aManifest('web', 'Load Balanced Web Service', `${NGINX}http: { path: /, alias: ${alias} }\n`);
const inner = (alias: string) =>
  aManifest('web', 'Backend Service', `${NGINX}http: { path: /, alias: ${alias} }\n`);

type Certificates = { readonly [arn: string]: readonly string[] };

const mistakesOf = (files: { readonly [path: string]: string }, certificates?: Certificates) => {
  const known = Object.entries(certificates ?? {}).map(([arn, domains]) => [arn, { domains }]);
  const facts = someFacts(certificates ? { certificates: Object.fromEntries(known) } : {});
  return renderShop(files, { facts })
    .issues.filter(({ severity }) => severity === 'error')
    .map(formatIssue);
};

describe('aliases and imported certificates', () => {
  test.each([
    ['www.example.com', 'www.example.com'],
    ['www.example.com', '*.example.com'],
    ['"*.example.com"', '*.example.com'],
  ])('%s is one of %s', (alias, domain) => {
    expect(mistakesOf({ ...withPublic, ...web(alias) }, { [PUBLIC]: [domain] })).toEqual([]);
  });

  test.each([
    ['www.example.com', 'example.com'],
    ['example.com', '*.example.com'],
    ['a.b.example.com', '*.example.com'],
    ['www.example.com', 'api.example.com'],
  ])('%s is none of %s', (alias, domain) => {
    expect(mistakesOf({ ...withPublic, ...web(alias) }, { [PUBLIC]: [domain] })).toEqual([
      `copilot/web/manifest.yml:6:25  error  http.alias: "${alias}" is not a valid domain against ${PUBLIC} (the certificate is for ${domain})`,
    ]);
  });

  test('of several certificates one is enough, but the CDN has its own', () => {
    const files = { ...withCdn, ...web('www.example.com') };
    const covered = { [PUBLIC]: ['www.example.com'], [CDN]: ['www.example.com'] };
    expect(mistakesOf(files, covered)).toEqual([]);
    expect(mistakesOf(files, { ...covered, [CDN]: ['api.example.com'] })).toEqual([
      expect.stringContaining(`against ${CDN}`),
    ]);
  });

  test('the internal load balancer has the private ones', () => {
    const files = { ...withPrivate, ...inner('api.example.com') };
    expect(mistakesOf(files, { [PUBLIC]: ['api.example.com'] })).toEqual([]);
    expect(mistakesOf(files, { [PUBLIC]: ['www.example.com'] })).toHaveLength(1);
  });

  test('a certificate that is not there is for nothing; one that is not known is not judged', () => {
    const files = { ...withPublic, ...web('www.example.com') };
    expect(mistakesOf(files, { [PUBLIC]: [] })).toEqual([
      expect.stringContaining('no such certificate is in this account and region'),
    ]);
    expect(mistakesOf(files)).toEqual([]);
    expect(mistakesOf(files, { other: ['x'] })).toEqual([]);
  });
});
