import { Hono } from 'hono';
import { CALLER_HEADER, findCaller } from '../../../../functions/support/api/find-caller.js';
import { answerError } from '../../../../functions/support/api/problem.js';

const api = new Hono();
api.get('/', (context) => context.text(findCaller(context) ?? 'nobody'));
api.onError((error, context) => answerError(context, error));

async function ask(authorizer?: object, headers: Record<string, string> = {}): Promise<string> {
  const event = authorizer && { event: { requestContext: { authorizer } } };
  return (await api.request('/', { headers }, event)).text();
}

describe('findCaller', () => {
  test('AWS credentials are named by user or role', async () => {
    const userArn = 'arn:aws:iam::111122223333:user/ann';
    expect(await ask({ iam: { userArn } })).toBe(userArn);
  });

  test('tokens are named by issuer and subject', async () => {
    const claims = { iss: 'https://token.example', sub: 'repo:shop/shop:ref:main' };
    expect(await ask({ jwt: { claims } })).toBe('https://token.example repo:shop/shop:ref:main');
  });

  test('nobody names himself behind the gateway', async () => {
    const userArn = 'arn:aws:iam::111122223333:user/ann';
    expect(await ask({ iam: { userArn } }, { [CALLER_HEADER]: 'bob' })).toBe(userArn);
  });

  test.each([{}, { iam: {} }, { jwt: { claims: { sub: 'a' } } }])(
    'a gateway that names nobody (%j) is refused',
    async (authorizer) => {
      expect(JSON.parse(await ask(authorizer))).toMatchObject({ code: 'Forbidden', status: 403 });
    },
  );

  test('on localhost one may say whom one plays', async () => {
    expect(await ask()).toBe('nobody');
    expect(await ask(undefined, { [CALLER_HEADER]: 'ann' })).toBe('ann');
  });
});
