import { DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { certificateRequestHandler } from '../../../functions/custom-resources/certificate-validation.js';
import {
  aCertificate,
  acm,
  deletionsMade,
  requestsMade,
  resetCertificates,
} from '../../support/certificate-mock.js';
import { aCreation, aDeletion, answerOf, anUpdate } from '../../support/custom-resource-events.js';
import { changesMade, refuseChanges, resetDns } from '../../support/dns-mock.js';

const ENVIRONMENT = 'test.shop.example.com';
const PROPERTIES = {
  AppName: 'shop',
  EnvName: 'test',
  DomainName: 'example.com',
  Aliases: '',
  EnvHostedZoneId: 'ZENV',
  Region: 'eu-west-1',
  RootDNSRole: 'arn:aws:iam::111122223333:role/shop-DNSDelegationRole',
};
const withAliases = (...aliases: readonly string[]) => ({
  ...PROPERTIES,
  Aliases: JSON.stringify({ front: aliases }),
});
const NEW = aCertificate('arn:new', [ENVIRONMENT, `*.${ENVIRONMENT}`, 'a.example.com']);

beforeEach(() => {
  resetDns();
  resetCertificates(NEW);
});

test('a creation asks for the names of the environment and the aliases in its zones', async () => {
  const event = aCreation(withAliases('a.example.com', 'elsewhere.org'));
  expect(await answerOf(certificateRequestHandler, event)).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'arn:new',
    Data: { Arn: 'arn:new' },
  });
  expect(requestsMade()).toEqual([
    expect.objectContaining({
      DomainName: ENVIRONMENT,
      SubjectAlternativeNames: [ENVIRONMENT, `*.${ENVIRONMENT}`, 'a.example.com'],
      ValidationMethod: 'DNS',
      IdempotencyToken: expect.stringMatching(/^\w{32}$/),
    }),
  ]);
});

test('each name is proved in its zone, a name and its wildcard by one record', async () => {
  await answerOf(certificateRequestHandler, aCreation(withAliases('a.example.com')));
  expect(changesMade()).toEqual([
    'UPSERT ZENV CNAME _proof.test.shop.example.com -> _of.test.shop.example.com',
    'UPSERT ZROOT CNAME _proof.a.example.com -> _of.a.example.com',
  ]);
});

test('the same request of CloudFormation asks ACM with the same token', async () => {
  await answerOf(certificateRequestHandler, aCreation(PROPERTIES));
  await answerOf(certificateRequestHandler, aCreation(PROPERTIES));
  const [first, second] = requestsMade();
  expect(first?.IdempotencyToken).toBe(second?.IdempotencyToken);
});

test('records that are not there yet are waited for', async () => {
  acm
    .on(DescribeCertificateCommand)
    .resolvesOnce({ Certificate: { CertificateArn: 'arn:new' } })
    .resolves({ Certificate: NEW });
  expect((await answerOf(certificateRequestHandler, aCreation(PROPERTIES))).Status).toBe('SUCCESS');
});

test('records that never come fail the request, with the certificate as physical id', async () => {
  resetCertificates(aCertificate('arn:new', []));
  expect(await answerOf(certificateRequestHandler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'FAILED',
    PhysicalResourceId: 'arn:new',
    Reason: expect.stringContaining('no validation records'),
  });
});

test('an update with other aliases makes another certificate', async () => {
  const event = anUpdate(withAliases('a.example.com'), PROPERTIES, 'arn:old');
  expect((await answerOf(certificateRequestHandler, event)).PhysicalResourceId).toBe('arn:new');
});

test('an update with the same aliases in another order keeps the certificate', async () => {
  const event = anUpdate(
    withAliases('a.example.com', 'b.example.com'),
    withAliases('b.example.com', 'a.example.com'),
    'arn:old',
  );
  expect((await answerOf(certificateRequestHandler, event)).PhysicalResourceId).toBe('arn:old');
  expect(requestsMade()).toEqual([]);
});

describe('a deletion', () => {
  const old = aCertificate('arn:old', [ENVIRONMENT, 'a.example.com']);

  test('removes the records that no other certificate has, then the certificate', async () => {
    resetCertificates(old, aCertificate('arn:new', [ENVIRONMENT]));
    await answerOf(certificateRequestHandler, aDeletion(PROPERTIES, 'arn:old'));
    expect(changesMade()).toEqual(['DELETE ZROOT CNAME _proof.a.example.com -> _of.a.example.com']);
    expect(deletionsMade()).toEqual(['arn:old']);
  });

  test('waits until nothing uses the certificate', async () => {
    resetCertificates();
    acm
      .on(DescribeCertificateCommand)
      .resolvesOnce({ Certificate: { ...old, InUseBy: ['listener'] } })
      .resolves({ Certificate: old });
    const answer = await answerOf(certificateRequestHandler, aDeletion(PROPERTIES, 'arn:old'));
    expect(answer.Status).toBe('SUCCESS');
    expect(deletionsMade()).toEqual(['arn:old']);
  });

  test('fails where the certificate stays in use, and says by what', async () => {
    resetCertificates({ ...old, InUseBy: ['arn:listener'] });
    expect(
      await answerOf(certificateRequestHandler, aDeletion(PROPERTIES, 'arn:old')),
    ).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('arn:listener') });
    expect(deletionsMade()).toEqual([]);
  });

  test.each([
    ['the certificate is gone', 'arn:gone'],
    ['there never was one', 'TheResource'],
  ])('succeeds where %s', async (_, physicalId) => {
    const answer = await answerOf(certificateRequestHandler, aDeletion(PROPERTIES, physicalId));
    expect(answer.Status).toBe('SUCCESS');
    expect(changesMade()).toEqual([]);
  });

  test('succeeds where the records are gone', async () => {
    resetCertificates(old);
    refuseChanges('[Tried to delete resource record set [x] but it was not found]');
    const answer = await answerOf(certificateRequestHandler, aDeletion(PROPERTIES, 'arn:old'));
    expect(answer.Status).toBe('SUCCESS');
  });
});
