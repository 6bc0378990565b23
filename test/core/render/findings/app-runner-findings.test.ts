import type { RequestDrivenWebService } from '../../../../core/manifest/schema/request-driven-web-service.js';
import { findAppRunnerInputMistakes } from '../../../../core/render/findings/app-runner-findings.js';
import { renderRequestDriven } from '../../../../core/template/request-driven/render-request-driven.js';
import { aRenderContext, someFacts } from '../../../support/render-context.js';

const SERVICE: RequestDrivenWebService = {
  name: 'page',
  type: 'Request-Driven Web Service',
  cpu: 1024,
  memory: 2048,
  image: { location: 'public.ecr.aws/nginx/nginx:1', port: 80 },
};
const withDomain = aRenderContext({ facts: someFacts({ application: { domain: 'example.com' } }) });

const mistakesOf = (http: RequestDrivenWebService['http'], context = withDomain) =>
  [...findAppRunnerInputMistakes({ ...SERVICE, http }, context)].map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );

test.each([
  ['page.example.com', undefined],
  ['example.com', 'a root domain alias'],
  ['shop.example.com', 'an application-level alias'],
  ['page.shop.example.com', 'an application-level alias'],
  ['page.test.shop.example.com', 'an environment-level alias'],
])('alias %s is %s', (alias, level) => {
  const expected = level ? [expect.stringContaining(`${alias} is ${level}`)] : [];
  expect(mistakesOf({ alias })).toEqual(expected);
});

test('an alias of another domain is told once', () => {
  expect(mistakesOf({ alias: 'page.other.org' })).toHaveLength(1);
});

test('an alias needs a domain', () => {
  expect(mistakesOf({ alias: 'page.example.com' }, aRenderContext())).toEqual([
    expect.stringContaining('application is not associated with a domain'),
  ]);
});

describe('a private service in an imported VPC', () => {
  const traits = { ...withDomain.traits, importsVpc: true };
  const context = aRenderContext({ traits });

  test('needs an endpoint of the user, since the environment makes none', () => {
    expect(mistakesOf({ private: true }, context)).toEqual([
      expect.stringContaining('http.private: environment "test" imports its VPC'),
    ]);
  });

  test('is fine with one', () => {
    expect(mistakesOf({ private: { endpoint: 'vpce-1' } }, context)).toEqual([]);
  });
});

test('an image that is built must have been pushed', () => {
  const service: RequestDrivenWebService = { ...SERVICE, image: { build: 'Dockerfile', port: 80 } };
  expect([...findAppRunnerInputMistakes(service, withDomain)]).toMatchObject([
    {
      message: 'image of page has not been pushed',
      hint: expect.stringContaining(
        '"images": {"page": {"page": {"repository": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/page"',
      ),
    },
  ]);
});

describe('subnets by tags', () => {
  const placement = { subnets: { from_tags: { tier: 'inner' } } };
  const service: RequestDrivenWebService = { ...SERVICE, network: { vpc: { placement } } };

  test('that nobody has are a mistake', () => {
    expect([...findAppRunnerInputMistakes(service, withDomain)]).toMatchObject([
      { message: 'no subnet has the tags {"tier":["inner"]}' },
    ]);
  });

  test('are where the service sends its traffic', () => {
    const facts = someFacts({ taggedSubnets: { '{"tier":["inner"]}': ['subnet-1'] } });
    const context = aRenderContext({ facts });
    expect([...findAppRunnerInputMistakes(service, context)]).toEqual([]);
    const { Resources } = renderRequestDriven(service, context).template;
    expect(Resources.VpcConnector?.Properties).toMatchObject({ Subnets: ['subnet-1'] });
  });
});
