import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { handler } from '../../../functions/custom-resources/bucket-cleaner.js';
import { aCreation, aDeletion, answerOf, anUpdate } from '../../support/custom-resource-events.js';

const s3 = mockClient(S3Client);
const PROPERTIES = { BucketName: 'logs' };

beforeEach(() => {
  s3.reset();
  s3.on(DeleteObjectsCommand).resolves({});
});

test('a creation touches nothing and gets an id of its own', async () => {
  expect(await answerOf(handler, aCreation(PROPERTIES))).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'bucket-cleaner-TheResource',
  });
  expect(s3.calls()).toHaveLength(0);
});

test('an update keeps its id', async () => {
  const answer = await answerOf(handler, anUpdate(PROPERTIES, PROPERTIES, 'kept'));
  expect(answer.PhysicalResourceId).toBe('kept');
});

test('a deletion removes versions and delete markers until the bucket is empty', async () => {
  s3.on(ListObjectVersionsCommand)
    .resolvesOnce({
      Versions: [{ Key: 'a', VersionId: '1' }],
      DeleteMarkers: [{ Key: 'b', VersionId: '2' }],
    })
    .resolvesOnce({ Versions: [{ Key: 'c', VersionId: '3' }] })
    .resolves({});
  expect((await answerOf(handler, aDeletion(PROPERTIES))).Status).toBe('SUCCESS');
  const deleted = s3
    .commandCalls(DeleteObjectsCommand)
    .map(({ args: [{ input }] }) => input.Delete?.Objects);
  expect(deleted).toEqual([
    [
      { Key: 'a', VersionId: '1' },
      { Key: 'b', VersionId: '2' },
    ],
    [{ Key: 'c', VersionId: '3' }],
  ]);
});

test('a bucket that is gone is empty', async () => {
  const gone = Object.assign(new Error('gone'), { name: 'NoSuchBucket' });
  s3.on(ListObjectVersionsCommand).rejects(gone);
  expect((await answerOf(handler, aDeletion(PROPERTIES))).Status).toBe('SUCCESS');
});

test('an object that stays is told by its key', async () => {
  s3.on(ListObjectVersionsCommand).resolves({ Versions: [{ Key: 'a', VersionId: '1' }] });
  s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: 'a', Message: 'locked' }] });
  expect(await answerOf(handler, aDeletion(PROPERTIES))).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('1 of 1 objects of logs were not deleted; a: locked'),
  });
});
