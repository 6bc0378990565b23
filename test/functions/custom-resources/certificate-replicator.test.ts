import { certificateReplicateHandler } from '../../../functions/custom-resources/certificate-replicator.js';
import {
  aCertificate,
  deletionsMade,
  requestsMade,
  resetCertificates,
} from '../../support/certificate-mock.js';
import { aCreation, aDeletion, answerOf, anUpdate } from '../../support/custom-resource-events.js';

const PROPERTIES = {
  AppName: 'shop',
  EnvName: 'test',
  TargetRegion: 'us-east-1',
  EnvRegion: 'eu-west-1',
  CertificateArn: 'arn:original',
};
const NAMES = ['test.shop.example.com', '*.test.shop.example.com'];

beforeEach(() =>
  resetCertificates(aCertificate('arn:original', NAMES), aCertificate('arn:new', NAMES)),
);

test('a creation asks for the names of the original', async () => {
  expect(await answerOf(certificateReplicateHandler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'arn:new',
  });
  expect(requestsMade()).toEqual([
    expect.objectContaining({ DomainName: NAMES[0], SubjectAlternativeNames: NAMES }),
  ]);
});

test('an original that does not exist is told', async () => {
  resetCertificates();
  expect(await answerOf(certificateReplicateHandler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('there is no certificate arn:original'),
  });
});

test('an update with another original makes another copy', async () => {
  const event = anUpdate(PROPERTIES, { ...PROPERTIES, CertificateArn: 'arn:before' }, 'arn:copy');
  expect((await answerOf(certificateReplicateHandler, event)).PhysicalResourceId).toBe('arn:new');
});

test('an update with the same original keeps the copy', async () => {
  const event = anUpdate(PROPERTIES, { ...PROPERTIES, AppName: 'other' }, 'arn:copy');
  expect((await answerOf(certificateReplicateHandler, event)).PhysicalResourceId).toBe('arn:copy');
  expect(requestsMade()).toEqual([]);
});

test.each([
  ['arn:new', ['arn:new']],
  ['arn:gone', []],
  ['TheResource', []],
])('the deletion of %s deletes %j', async (physicalId, expected) => {
  const answer = await answerOf(certificateReplicateHandler, aDeletion(PROPERTIES, physicalId));
  expect(answer.Status).toBe('SUCCESS');
  expect(deletionsMade()).toEqual(expected);
});
