import { DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { s3 } from '../aws/artifacts.js';

/** Deletes every version of every object. A bucket that is not there is empty. */
export async function emptyBucket(bucket: string): Promise<void> {
  for (;;) {
    const objects = await listSomeVersions(bucket);
    if (objects.length === 0) return;
    const answer = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [...objects], Quiet: true } }),
    );
    const [failed] = answer.Errors ?? [];
    if (failed)
      throw new Error(`object ${failed.Key} of bucket ${bucket} stays: ${failed.Message}`);
  }
}

type Version = { readonly Key: string; readonly VersionId: string | undefined };

/** Up to a thousand, which is what DeleteObjects takes. */
async function listSomeVersions(bucket: string): Promise<readonly Version[]> {
  try {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1000 }),
    );
    return [...Versions, ...DeleteMarkers].map(({ Key = '', VersionId }) => ({ Key, VersionId }));
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucket') return [];
    throw error;
  }
}
