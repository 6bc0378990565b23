import { handler } from '../../../functions/custom-resources/workload-custom-domain.js';
import { aCreation, aDeletion, answerOf, anUpdate } from '../../support/custom-resource-events.js';
import { changesMade, NOT_FOUND, refuseChanges, resetDns } from '../../support/dns-mock.js';

const PROPERTIES = {
  AppName: 'shop',
  EnvName: 'test',
  ServiceName: 'front',
  DomainName: 'example.com',
  Aliases: ['a.example.com'],
  EnvHostedZoneId: 'ZENV',
  RootDNSRole: 'arn:aws:iam::111122223333:role/shop-DNSDelegationRole',
  PublicAccessDNS: 'nlb.aws',
  PublicAccessHostedZoneID: 'ZNLB',
};
const recordOf = (target: string) => ({
  Name: 'a.example.com.',
  Type: 'A' as const,
  AliasTarget: { DNSName: `${target}.`, HostedZoneId: 'Z', EvaluateTargetHealth: true },
});

beforeEach(() => resetDns());

test('an alias is pointed to the load balancer of the service', async () => {
  expect(await answerOf(handler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'TheResource',
  });
  expect(changesMade()).toEqual(['UPSERT ZROOT A a.example.com -> nlb.aws']);
});

test('names in the environment use the zone that the template gives', async () => {
  await answerOf(handler, aCreation({ ...PROPERTIES, Aliases: ['x.test.shop.example.com'] }));
  expect(changesMade()).toEqual(['UPSERT ZENV A x.test.shop.example.com -> nlb.aws']);
});

test('an alias that something else answers to is refused', async () => {
  resetDns(undefined, [recordOf('other.aws')]);
  expect(await answerOf(handler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('alias a.example.com is already in use by other.aws.'),
  });
  expect(changesMade()).toEqual([]);
});

test.each(['nlb.aws', 'NLB.aws', 'dualstack.nlb.aws'])(
  'a record to %s is its own',
  async (target) => {
    resetDns(undefined, [recordOf(target)]);
    expect((await answerOf(handler, aCreation(PROPERTIES))).Status).toBe('SUCCESS');
  },
);

test('an update to another load balancer takes over its own old record, and drops what is not wanted', async () => {
  resetDns(undefined, [recordOf('old.aws')]);
  const old = {
    ...PROPERTIES,
    PublicAccessDNS: 'old.aws',
    Aliases: ['a.example.com', 'b.example.com'],
  };
  expect((await answerOf(handler, anUpdate(PROPERTIES, old))).Status).toBe('SUCCESS');
  expect(changesMade()).toEqual([
    'DELETE ZROOT A b.example.com -> old.aws',
    'UPSERT ZROOT A a.example.com -> nlb.aws',
  ]);
});

test.each([
  ['is gone', NOT_FOUND],
  [
    'points elsewhere by now',
    '[Tried to delete resource record set [x] but the values provided do not match the current values]',
  ],
])('a deletion succeeds where the record %s', async (_, message) => {
  refuseChanges(message);
  expect((await answerOf(handler, aDeletion(PROPERTIES))).Status).toBe('SUCCESS');
});

test('a deletion that Route 53 refuses for another reason fails', async () => {
  refuseChanges('the zone is locked');
  expect((await answerOf(handler, aDeletion(PROPERTIES))).Status).toBe('FAILED');
});
