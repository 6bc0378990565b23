import type { StaticSite } from '../../../../core/manifest/schema/static-site.js';
import { findSiteInputMistakes } from '../../../../core/render/findings/site-findings.js';
import type { RenderContext } from '../../../../core/template/context.js';
import { aRenderContext, someFacts, someWorkspace } from '../../../support/render-context.js';

const SITE: StaticSite = { name: 'docs', type: 'Static Site' };
const workspace = someWorkspace({ 'site/en/index.html': 'x', 'logo.svg': 'x' });

const mistakesOf = (site: Partial<StaticSite>, over: Partial<RenderContext> = {}) =>
  [...findSiteInputMistakes({ ...SITE, ...site }, aRenderContext({ workspace, ...over }))].map(
    ({ severity, path, message }) => `${severity} ${path.join('.')}: ${message}`,
  );

test('a source that does not exist is told with its place', () => {
  expect(mistakesOf({ files: [{ source: 'logo.svg' }, { source: './dist' }] })).toEqual([
    'error files.1.source: there is nothing at "./dist" in the workspace',
  ]);
});

test('a folder of folders that are not asked for is a doubt', () => {
  expect(mistakesOf({ files: [{ source: 'site' }] })).toEqual([
    'warning files.0.source: "site" holds folders only, and these are left out',
  ]);
  expect(mistakesOf({ files: [{ source: 'site', recursive: true }] })).toEqual([]);
});

test('sources do not matter once they were uploaded', () => {
  const facts = someFacts({ assets: { mappingUrl: 's3://bucket/list' } });
  expect(mistakesOf({ files: [{ source: 'dist' }] }, { facts })).toEqual([]);
});

test('an alias needs a domain, or a certificate of the user', () => {
  expect(mistakesOf({ http: { alias: 'www.example.com' } })).toEqual([
    expect.stringContaining('application is not associated with a domain'),
  ]);
  expect(mistakesOf({ http: { alias: 'www.example.com', certificate: 'arn:1' } })).toEqual([]);
});

test('an alias outside the zones of the application is told', () => {
  const facts = someFacts({ application: { domain: 'example.com' } });
  expect(mistakesOf({ http: { alias: 'www.other.org' } }, { facts })).toEqual([
    expect.stringContaining('alias "www.other.org" is not supported'),
  ]);
});
