import type { Environment } from '../../../../core/manifest/schema/environment.js';
import { renderBootstrapEnvironment } from '../../../../core/template/environment/render-bootstrap-environment.js';
import { renderEnvironment } from '../../../../core/template/environment/render-environment.js';
import { aRenderContext, someFacts } from '../../../support/render-context.js';
import { checkTemplate } from '../../../support/resource-schema.js';

const MANIFEST: Environment = { name: 'test', type: 'Environment' };
const parametersOf = (facts = someFacts(), manifest = MANIFEST) =>
  renderEnvironment(manifest, aRenderContext({ facts })).parameters;

test('a new environment has its own namespace and no features', () => {
  const facts = someFacts({ environment: { serviceDiscoveryEndpoint: undefined } });
  expect(parametersOf(facts)).toEqual({
    AppName: 'shop',
    EnvironmentName: 'test',
    ToolsAccountPrincipalARN: 'arn:aws:iam::111122223333:root',
    ALBWorkloads: '',
    InternalALBWorkloads: '',
    EFSWorkloads: '',
    NATWorkloads: '',
    AppRunnerPrivateWorkloads: '',
    Aliases: '',
    AppDNSName: '',
    AppDNSDelegationRole: '',
    CreateHTTPSListener: 'false',
    CreateInternalHTTPSListener: 'false',
    ServiceDiscoveryEndpoint: 'test.shop.local',
  });
});

test('a domain brings its delegation role and the HTTPS listener', () => {
  expect(parametersOf(someFacts({ application: { domain: 'shop.example' } }))).toMatchObject({
    AppDNSName: 'shop.example',
    AppDNSDelegationRole: 'arn:aws:iam::111122223333:role/shop-DNSDelegationRole',
    CreateHTTPSListener: 'true',
  });
});

test('certificates bring the listeners of their load balancer', () => {
  const manifest: Environment = {
    ...MANIFEST,
    http: { public: { certificates: ['arn:1'] }, private: { certificates: ['arn:2'] } },
  };
  expect(parametersOf(someFacts(), manifest)).toMatchObject({
    CreateHTTPSListener: 'true',
    CreateInternalHTTPSListener: 'true',
  });
});

test.each([
  [
    'keeps the namespace of the deployed stack',
    { ServiceDiscoveryEndpoint: 'old.local' },
    undefined,
    'old.local',
  ],
  [
    'a stack from before namespaces per environment keeps the one of the application',
    { AppName: 'shop' },
    undefined,
    'shop.local',
  ],
  ['a bootstrapped stack counts as new', { AppName: 'shop' }, 'bootstrap', 'test.shop.local'],
])('%s', (_, environmentParameters, version, expected) => {
  const facts = someFacts({
    environmentParameters,
    environment: { serviceDiscoveryEndpoint: undefined, version },
  });
  expect(parametersOf(facts).ServiceDiscoveryEndpoint).toBe(expected);
});

test('an account in China has principals of its partition', () => {
  const facts = someFacts({ environment: { region: 'cn-north-1' } });
  expect(parametersOf(facts).ToolsAccountPrincipalARN).toBe('arn:aws-cn:iam::111122223333:root');
});

test('tags of the user are kept, and never win over those of the stack', () => {
  const facts = someFacts({ resourceTags: { team: 'web', 'copilot-environment': 'other' } });
  expect(renderEnvironment(MANIFEST, aRenderContext({ facts })).tags).toEqual({
    'copilot-application': 'shop',
    'copilot-environment': 'test',
    team: 'web',
  });
});

describe('the bootstrap stack', () => {
  const bootstrap = renderBootstrapEnvironment(aRenderContext());

  test('has the two roles and nothing else, under the name of the environment stack', () => {
    expect(bootstrap.stackName).toBe('shop-test');
    expect(Object.keys(bootstrap.template.Resources)).toEqual([
      'CloudformationExecutionRole',
      'EnvironmentManagerRole',
    ]);
    expect(bootstrap.template.Metadata).toEqual({ Version: 'bootstrap' });
  });

  test('its roles are the ones of the full stack, so that the first deployment changes neither', () => {
    const full = renderEnvironment(MANIFEST, aRenderContext()).template.Resources;
    expect(full).toMatchObject(bootstrap.template.Resources);
  });

  test('fits the schemas of AWS', () => {
    expect(checkTemplate(bootstrap.template)).toEqual([]);
  });
});
