import { handler } from '../../../functions/custom-resources/custom-domain.js';
import { aCreation, aDeletion, answerOf, anUpdate } from '../../support/custom-resource-events.js';
import { changesMade, NOT_FOUND, refuseChanges, resetDns } from '../../support/dns-mock.js';

const PROPERTIES = {
  AppName: 'shop',
  EnvName: 'test',
  DomainName: 'example.com',
  Aliases: JSON.stringify({
    front: ['a.example.com', 'www.shop.example.com'],
    api: ['api.test.shop.example.com', 'elsewhere.org'],
  }),
  AppDNSRole: 'arn:aws:iam::111122223333:role/shop-DNSDelegationRole',
  PublicAccessDNS: 'lb.example.aws',
  PublicAccessHostedZone: 'ZLB',
};
const ZONES = { ZROOT: 'example.com', ZAPP: 'shop.example.com', ZENV: 'test.shop.example.com' };

beforeEach(() => resetDns(ZONES));

test('each alias goes into its zone, and foreign ones are left to the user', async () => {
  expect(await answerOf(handler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'TheResource',
  });
  expect(changesMade()).toEqual([
    'UPSERT ZAPP A www.shop.example.com -> lb.example.aws',
    'UPSERT ZENV A api.test.shop.example.com -> lb.example.aws',
    'UPSERT ZROOT A a.example.com -> lb.example.aws',
  ]);
});

test('an update removes dropped aliases by what they pointed to', async () => {
  const old = {
    ...PROPERTIES,
    Aliases: '{"front":["old.example.com"]}',
    PublicAccessDNS: 'old.aws',
  };
  const now = { ...PROPERTIES, Aliases: '{"front":["new.example.com"]}' };
  await answerOf(handler, anUpdate(now, old));
  expect(changesMade()).toEqual([
    'DELETE ZROOT A old.example.com -> old.aws',
    'UPSERT ZROOT A new.example.com -> lb.example.aws',
  ]);
});

test('a deletion removes all, and records that are gone do not matter', async () => {
  refuseChanges(NOT_FOUND);
  expect((await answerOf(handler, aDeletion(PROPERTIES))).Status).toBe('SUCCESS');
});

test('aliases that are no JSON are told', async () => {
  expect(await answerOf(handler, aCreation({ ...PROPERTIES, Aliases: '{' }))).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('aliases are not valid JSON'),
  });
});
