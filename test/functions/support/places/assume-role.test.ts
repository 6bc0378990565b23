import { createHash, createHmac } from 'node:crypto';
import type { Elsewhere } from '../../../../core/places/place.js';
import { getCredentials } from '../../../../functions/support/places/assume-role.js';

/** As the SDK's clients hash, with a key or without. */
class Sha256 {
  readonly #hash;
  constructor(key?: string | Uint8Array) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

const OWN = {
  credentials: async () => ({ accessKeyId: 'AKIAOWN', secretAccessKey: 'secret' }),
  sha256: Sha256 as never,
};

let made = 0;
/** Credentials are held by role: each test has an environment of its own. */
const aPlace = (): Elsewhere => {
  made += 1;
  return {
    application: 'shop',
    environment: `e${made}`,
    account: '222222222222',
    region: 'eu-west-1',
  };
};

const granted = (expiration: string): string =>
  `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s/1+x=</SecretAccessKey><SessionToken>token==</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

const failed = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

function answer(status: number, text: string) {
  return jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => new Response(text, { status }));
}

const LATER = '2126-01-01T00:00:00Z';

beforeEach(() => {
  process.env.ACCOUNT_ID = '111111111111';
  process.env.AWS_REGION = 'us-east-1';
});

test('asks STS in the region of the place for the role of the environment, signed', async () => {
  const fetched = answer(200, granted(LATER));
  const place = aPlace();
  expect(await getCredentials(place, OWN)).toEqual({
    accessKeyId: 'ASIA',
    secretAccessKey: 's/1+x=',
    sessionToken: 'token==',
    expiration: new Date(LATER),
  });
  const [url, init] = fetched.mock.calls[0] ?? [];
  expect(url).toBe('https://sts.eu-west-1.amazonaws.com/');
  expect(Object.fromEntries(new URLSearchParams(String(init?.body)))).toEqual({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: `arn:aws:iam::222222222222:role/shop-${place.environment}-AutolandRole`,
    RoleSessionName: 'autoland',
    ExternalId: `shop/${place.environment}`,
  });
  const { authorization } = { ...(init?.headers as Record<string, string>) };
  expect(authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIAOWN\/\d{8}\/eu-west-1\/sts\/aws4_request/,
  );
});

test('of many who ask one asks STS, until the credentials are nearly over', async () => {
  const fetched = answer(200, granted(LATER));
  const place = aPlace();
  await Promise.all([getCredentials(place, OWN), getCredentials(place, OWN)]);
  await getCredentials(place, OWN);
  expect(fetched).toHaveBeenCalledTimes(1);
  const short = aPlace();
  answer(200, granted(new Date(Date.now() + 60_000).toISOString()));
  await getCredentials(short, OWN);
  await getCredentials(short, OWN);
  expect(fetched).toHaveBeenCalledTimes(3);
});

test('a role that is not there, or trusts somebody else, is out of reach; asked again it may be there', async () => {
  answer(403, failed('AccessDenied', 'not authorized to perform: sts:AssumeRole'));
  const place = aPlace();
  await expect(getCredentials(place, OWN)).rejects.toMatchObject({
    name: 'OutOfReach',
    message: expect.stringContaining('account 222222222222, region eu-west-1'),
    instructions: [expect.stringContaining('--installation 111111111111/us-east-1')],
  });
  answer(200, granted(LATER));
  expect((await getCredentials(place, OWN)).accessKeyId).toBe('ASIA');
});

test.each([
  ['Throttling', 400, 'Throttling'],
  ['InternalFailure', 500, 'ThrottlingException'],
])('%s passes, under a name that state machines try again on', async (code, status, name) => {
  answer(status, failed(code, 'wait'));
  await expect(getCredentials(aPlace(), OWN)).rejects.toMatchObject({ name });
});

test('a lost connection passes too', async () => {
  jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'));
  await expect(getCredentials(aPlace(), OWN)).rejects.toMatchObject({ name: 'TimeoutError' });
});
