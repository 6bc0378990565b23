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
