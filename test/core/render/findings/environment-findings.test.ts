import type { Environment } from '../../../../core/manifest/schema/environment.js';
import { findEnvironmentInputMistakes } from '../../../../core/render/findings/environment-findings.js';
import { aRenderContext, someFacts } from '../../../support/render-context.js';

const mistakesOf = (manifest: Partial<Environment>, facts = someFacts()) =>
  [
    ...findEnvironmentInputMistakes(
      { name: 'test', type: 'Environment', ...manifest },
      aRenderContext({ facts }),
    ),
  ].map(({ message }) => message);

test('ingress limited to the CDN needs the prefix list of CloudFront', () => {
  const limited = { cdn: true, http: { public: { ingress: { cdn: true } } } };
  expect(mistakesOf(limited)).toEqual([
    'the prefix list of CloudFront in this region is not known',
  ]);
  const facts = someFacts({ environment: { cloudFrontPrefixListIds: ['pl-1'] } });
  expect(mistakesOf(limited, facts)).toEqual([]);
});

test('an environment that is open needs none', () => {
  expect(mistakesOf({ cdn: true })).toEqual([]);
});

test('a VPC with an address range of its own needs subnets', () => {
  const message = 'a VPC with a "cidr" of its own needs subnets';
  const subnets = { public: [{ cidr: '10.1.0.0/24' }], private: [{ cidr: '10.1.1.0/24' }] };
  expect(mistakesOf({ network: { vpc: { cidr: '10.1.0.0/16' } } })).toEqual([message]);
  expect(mistakesOf({ network: { vpc: { cidr: '10.1.0.0/16', subnets } } })).toEqual([]);
});
