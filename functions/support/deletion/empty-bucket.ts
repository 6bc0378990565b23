import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { s3 } from '../aws/artifacts.js';
import { perRegion } from '../places/own-regions.js';

const s3In = perRegion(s3, (config) => new S3Client(config));

/** Deletes every version of every object. A bucket that is not there is empty. */
export async function emptyBucket(bucket: string, region: string): Promise<void> {
  const client = s3In(region);
  for (;;) {
    const objects = await listSomeVersions(client, bucket);
    if (objects.length === 0) return;
    const answer = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [...objects], Quiet: true } }),
    );
    const [failed] = answer.Errors ?? [];
    if (failed)
      throw new Error(`object ${failed.Key} of bucket ${bucket} stays: ${failed.Message}`);
  }
}

type Version = { readonly Key: string; readonly VersionId: string | undefined };

/** Up to a thousand, which is what DeleteObjects takes. */
async function listSomeVersions(client: S3Client, bucket: string): Promise<readonly Version[]> {
  try {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1000 }),
    );
    return [...Versions, ...DeleteMarkers].map(({ Key = '', VersionId }) => ({ Key, VersionId }));
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucket') return [];
    throw error;
  }
}
