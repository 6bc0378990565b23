import type { StaticSite } from '../../../../core/manifest/schema/static-site.js';
import type { RenderContext } from '../../../../core/template/context.js';
import { renderStaticSite } from '../../../../core/template/static-site/render-static-site.js';
import { aRenderContext, someFacts, someWorkspace } from '../../../support/render-context.js';
import { checkTemplate } from '../../../support/resource-schema.js';

const SITE: StaticSite = { name: 'docs', type: 'Static Site' };
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1';
const withDomain = { facts: someFacts({ application: { domain: 'shop.example' } }) };

const render = (site: Partial<StaticSite> = {}, over: Partial<RenderContext> = {}) =>
  renderStaticSite({ ...SITE, ...site }, aRenderContext(over));

type Distribution = { readonly Aliases?: unknown; readonly ViewerCertificate?: unknown };
function distributionOf({ template }: ReturnType<typeof render>): Distribution {
  return template.Resources.CloudFrontDistribution?.Properties?.DistributionConfig as Distribution;
}

describe('the name of a site', () => {
  test("is only CloudFront's without a domain", () => {
    const site = render();
    expect(distributionOf(site)).not.toHaveProperty('Aliases');
    expect(site.template.Resources).not.toHaveProperty('CustomDomainAction');
    expect(site.template.Outputs).not.toHaveProperty('CloudFrontDistributionAlternativeDomainName');
  });

  test('is made from the domain of the application', () => {
    const site = render({}, withDomain);
    expect(distributionOf(site).Aliases).toEqual(['docs.test.shop.shop.example']);
    expect(site.template.Resources.CertificateValidatorAction?.Properties).toMatchObject({
      Aliases: ['docs.test.shop.shop.example'],
      IsCloudFrontCertificate: true,
    });
  });

  test('is the alias, with a certificate and records in the domain of the application', () => {
    const site = render({ http: { alias: 'www.shop.example' } }, withDomain);
    expect(distributionOf(site).ViewerCertificate).toMatchObject({
      AcmCertificateArn: { Ref: 'CertificateValidatorAction' },
    });
    expect(site.template.Resources.TriggerStateMachineAction?.DependsOn).toContain(
      'CustomDomainAction',
    );
  });

  test('with a certificate of the user needs no custom resource', () => {
    const site = render({ http: { alias: 'www.other.example', certificate: CERTIFICATE } });
    expect(distributionOf(site).ViewerCertificate).toMatchObject({
      AcmCertificateArn: CERTIFICATE,
    });
    expect(site.template.Resources).not.toHaveProperty('CertificateValidatorAction');
    expect(site.template.Outputs?.CloudFrontDistributionAlternativeDomainName?.Value).toBe(
      'www.other.example',
    );
  });
});

test('copying starts after everything else of the template but the addons and the rewrite function', () => {
  const { Resources } = render({ http: { alias: 'www.shop.example' } }, withDomain).template;
  const waits = Resources.TriggerStateMachineAction?.DependsOn;
  const others = Object.keys(Resources).filter(
    (id) =>
      ![
        'TriggerStateMachineAction',
        'AddonsStack',
        'CloudFrontViewerRequestRewriteFunction',
      ].includes(id),
  );
  expect([...(waits ?? [])].sort()).toEqual(others.sort());
});

test('names in CloudFront are cut at 64 characters, and stay apart', () => {
  const nameOf = (name: string) =>
    render({ name }).template.Resources.CloudFrontViewerRequestRewriteFunction?.Properties?.Name;
  const long = 'a'.repeat(80);
  expect(nameOf(long)).toHaveLength(64);
  expect(nameOf(`${long}b`)).not.toBe(nameOf(`${long}c`));
  expect(nameOf('docs')).toBe('shop-test-docs');
});

test('an uploaded list of files is taken as it is', () => {
  const facts = someFacts({ assets: { mappingUrl: 's3://bucket/local-assets/list' } });
  const { template, assets } = render({ files: [{ source: 'absent' }] }, { facts });
  expect(assets).toEqual([]);
  expect(template.Resources.TriggerStateMachineAction?.Properties?.AssetMappingFilePath).toBe(
    'local-assets/list',
  );
});

test('other files give another list, so that they are copied; the same files none', () => {
  const listOf = (text: string) =>
    render(
      { files: [{ source: 'site' }] },
      { workspace: someWorkspace({ 'site/index.html': text }) },
    ).template.Resources.TriggerStateMachineAction?.Properties?.AssetMappingFilePath;
  expect(listOf('one')).toBe(listOf('one'));
  expect(listOf('one')).not.toBe(listOf('two'));
});

test('nothing is to be uploaded where a template is only looked at', () => {
  const workspace = someWorkspace({ 'site/index.html': 'text' });
  const site = { files: [{ source: 'site' }] };
  expect(render(site, { workspace }).assets).toHaveLength(2);
  expect(render(site, { workspace, uploadsAssets: false }).assets).toEqual([]);
});

test.each<[string, Partial<StaticSite>, Partial<RenderContext>]>([
  ['without a domain', {}, {}],
  ['with a managed alias', { http: { alias: '*.shop.example' } }, withDomain],
  ['with a certificate', { http: { alias: 'a.example', certificate: CERTIFICATE } }, {}],
])('the template %s fits the schemas of AWS', (_, site, over) => {
  expect(checkTemplate(render(site, over).template)).toEqual([]);
});
