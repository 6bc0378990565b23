import { Hono } from 'hono';
import { checkAccess } from '../../../../functions/support/api/check-access.js';
import { ENV } from '../../../../functions/support/runtime/env.js';

const api = new Hono();
api.use(checkAccess);
api.get('/', (context) => context.text('in'));

/** The request as it comes out of the gateway, with what its authorizer found. */
function send(authorizer?: object): Response | Promise<Response> {
  return api.request('/', {}, { event: { requestContext: { authorizer } } });
}

describe('checkAccess', () => {
  beforeEach(() => {
    process.env[ENV.jwtSubjects] = '["repo:shop/shop:*"]';
  });
  afterEach(() => {
    delete process.env[ENV.jwtSubjects];
  });

  test('AWS credentials that the gateway has checked pass', async () => {
    expect((await send({ iam: { userArn: 'arn:aws:iam::111122223333:role/ci' } })).status).toBe(
      200,
    );
  });

  test('a token of a named subject passes', async () => {
    expect((await send({ jwt: { claims: { sub: 'repo:shop/shop:ref:main' } } })).status).toBe(200);
  });

  test.each<[string, object | undefined]>([
    ['a token of somebody else', { jwt: { claims: { sub: 'repo:evil/shop:ref:main' } } }],
    ['a token without a subject', { jwt: { claims: {} } }],
    ['a route without an authorizer', undefined],
    ['an authorizer that nobody foresaw', { lambda: { allowed: true } }],
  ])('%s is refused with a problem', async (_who, authorizer) => {
    const response = await send(authorizer);
    expect(response.status).toBe(403);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'Forbidden', status: 403 });
  });

  test('on localhost there is no gateway to ask', async () => {
    expect((await api.request('/')).status).toBe(200);
  });
});
