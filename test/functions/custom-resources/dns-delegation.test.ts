import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { domainDelegationHandler } from '../../../functions/custom-resources/dns-delegation.js';
import { aCreation, aDeletion, answerOf, anUpdate } from '../../support/custom-resource-events.js';
import { changesMade, refuseChanges, resetDns } from '../../support/dns-mock.js';

const PROPERTIES = {
  DomainName: 'shop.example.com',
  SubdomainName: 'test.shop.example.com',
  NameServers: ['ns1', 'ns2'],
  RootDNSRole: 'arn:aws:iam::111122223333:role/shop-DNSDelegationRole',
};
const RECORD: ResourceRecordSet = {
  Name: 'test.shop.example.com.',
  Type: 'NS',
  TTL: 300,
  ResourceRecords: [{ Value: 'older' }],
};

beforeEach(() => resetDns());

test.each([
  ['creation', aCreation(PROPERTIES)],
  ['update', anUpdate(PROPERTIES, { ...PROPERTIES, NameServers: ['old'] })],
])('a %s writes the name servers into the zone of the application', async (_, event) => {
  expect(await answerOf(domainDelegationHandler, event)).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'test.shop.example.com',
  });
  expect(changesMade()).toEqual(['UPSERT ZAPP NS test.shop.example.com -> ns1 ns2']);
});

test('a zone with a similar name is not taken for the one that is missing', async () => {
  resetDns({ ZOTHER: 'shop2.example.com' });
  expect(await answerOf(domainDelegationHandler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('there is no hosted zone shop.example.com'),
  });
});

test('a deletion removes the record as it is, whatever it says', async () => {
  resetDns(undefined, [RECORD]);
  await answerOf(domainDelegationHandler, aDeletion(PROPERTIES));
  expect(changesMade()).toEqual(['DELETE ZAPP NS test.shop.example.com. -> older']);
});

test.each([
  ['the record is gone', () => resetDns()],
  [
    'another name comes next in the zone',
    () => resetDns(undefined, [{ ...RECORD, Name: 'zzz.shop.example.com.' }]),
  ],
  ['the zone of the application is gone', () => resetDns({})],
])('a deletion succeeds where %s', async (_, arrange) => {
  arrange();
  expect((await answerOf(domainDelegationHandler, aDeletion(PROPERTIES))).Status).toBe('SUCCESS');
  expect(changesMade()).toEqual([]);
});

test('a refused change is told', async () => {
  refuseChanges('access denied');
  expect(await answerOf(domainDelegationHandler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('access denied'),
  });
});
