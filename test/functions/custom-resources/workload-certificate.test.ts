import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { mockClient } from 'aws-sdk-client-mock';
import { handler } from '../../../functions/custom-resources/workload-certificate.js';
import {
  aCertificate,
  acm,
  deletionsMade,
  requestsMade,
  resetCertificates,
} from '../../support/certificate-mock.js';
import { aCreation, aDeletion, answerOf, anUpdate } from '../../support/custom-resource-events.js';
import { changesMade, resetDns } from '../../support/dns-mock.js';

const tagging = mockClient(ResourceGroupsTaggingAPIClient);

const PROPERTIES = {
  AppName: 'shop',
  EnvName: 'test',
  ServiceName: 'front',
  DomainName: 'example.com',
  Aliases: ['a.example.com'],
  EnvHostedZoneId: 'ZENV',
  RootDNSRole: 'arn:aws:iam::111122223333:role/shop-DNSDelegationRole',
  LoadBalancerDNS: 'nlb.aws',
};
const { LoadBalancerDNS: _, ...WITHOUT_LOAD_BALANCER } = PROPERTIES;
const SITE = { ...WITHOUT_LOAD_BALANCER, IsCloudFrontCertificate: 'true' };
const takenBy = (target: string) => [
  {
    Name: 'a.example.com.',
    Type: 'A' as const,
    AliasTarget: { DNSName: `${target}.`, HostedZoneId: 'Z', EvaluateTargetHealth: true },
  },
];

beforeEach(() => {
  resetDns();
  resetCertificates(aCertificate('arn:new', ['front-nlb.test.shop.example.com', 'a.example.com']));
  tagging.reset();
  tagging.on(GetResourcesCommand).resolves({ ResourceTagMappingList: [] });
});

test('a load balancer gets a certificate of its own name and the aliases', async () => {
  expect(await answerOf(handler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'arn:new',
  });
  expect(requestsMade()).toEqual([
    expect.objectContaining({
      DomainName: 'front-nlb.test.shop.example.com',
      SubjectAlternativeNames: ['a.example.com'],
      Tags: [
        { Key: 'copilot-application', Value: 'shop' },
        { Key: 'copilot-environment', Value: 'test' },
        { Key: 'copilot-service', Value: 'front' },
      ],
    }),
  ]);
  expect(changesMade()).toEqual([
    'UPSERT ZENV CNAME _proof.front-nlb.test.shop.example.com -> _of.front-nlb.test.shop.example.com',
    'UPSERT ZROOT CNAME _proof.a.example.com -> _of.a.example.com',
  ]);
});

test('a site gets one in us-east-1, without the suffix', async () => {
  await answerOf(handler, aCreation(SITE));
  expect(requestsMade()[0]?.DomainName).toBe('front.test.shop.example.com');
  const [call] = acm.calls();
  expect(await call?.thisValue.config.region()).toBe('us-east-1');
});

test('without aliases the certificate has no further names', async () => {
  await answerOf(handler, aCreation({ ...PROPERTIES, Aliases: [] }));
  expect(requestsMade()[0]).not.toHaveProperty('SubjectAlternativeNames');
});

test.each([
  ['an alias of the own load balancer is fine', PROPERTIES, 'nlb.aws', 'SUCCESS'],
  ['an alias of another one is refused', PROPERTIES, 'other.aws', 'FAILED'],
  [
    'a site refuses every record, since its distribution comes later',
    SITE,
    'd1.cloudfront.net',
    'FAILED',
  ],
])('%s', async (__, properties, target, expected) => {
  resetDns(undefined, takenBy(target));
  expect((await answerOf(handler, aCreation(properties))).Status).toBe(expected);
});

test('an update of a site goes through although its own record is there: the way back needs it', async () => {
  resetDns(undefined, takenBy('d1.cloudfront.net'));
  const event = anUpdate(SITE, { ...SITE, Aliases: ['other.example.com'] }, 'arn:old');
  expect((await answerOf(handler, event)).Status).toBe('SUCCESS');
});

test('an update with the same aliases keeps the certificate', async () => {
  const properties = { ...PROPERTIES, LoadBalancerDNS: 'nlb2.aws' };
  const answer = await answerOf(handler, anUpdate(properties, PROPERTIES, 'arn:old'));
  expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'arn:old' });
  expect(requestsMade()).toEqual([]);
});

describe('a deletion', () => {
  test('leaves records that certificates of other services have too, from all pages of the list', async () => {
    resetCertificates(
      aCertificate('arn:old', ['front-nlb.test.shop.example.com', 'a.example.com']),
      aCertificate('arn:other', ['a.example.com']),
    );
    tagging
      .on(GetResourcesCommand)
      .resolvesOnce({
        ResourceTagMappingList: [{ ResourceARN: 'arn:old' }],
        PaginationToken: 'more',
      })
      .resolves({ ResourceTagMappingList: [{ ResourceARN: 'arn:other' }] });
    await answerOf(handler, aDeletion(PROPERTIES, 'arn:old'));
    expect(changesMade()).toEqual([
      'DELETE ZENV CNAME _proof.front-nlb.test.shop.example.com -> _of.front-nlb.test.shop.example.com',
    ]);
    expect(deletionsMade()).toEqual(['arn:old']);
  });

  test.each(['TheResource', 'arn:gone'])('of %s has nothing to do', async (physicalId) => {
    expect((await answerOf(handler, aDeletion(PROPERTIES, physicalId))).Status).toBe('SUCCESS');
    expect(deletionsMade()).toEqual([]);
  });
});
