import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  S3Client,
} from '@aws-sdk/client-s3';
import * as z from 'zod';
import { customResource } from './support/custom-resource.js';

const s3 = new S3Client({});
const Properties = z.object({ BucketName: z.string() });

/** Empties a bucket when it is deleted, since CloudFormation deletes only empty ones. */
export const handler = customResource(Properties, async (request) => {
  const { kind, properties, physicalId, logicalId } = request;
  if (kind === 'Delete') await emptyBucket(properties.BucketName);
  return { physicalId: physicalId ?? `bucket-cleaner-${logicalId}` };
});

/** Lists anew after each deletion: markers into a list that shrinks would skip versions. */
async function emptyBucket(bucket: string): Promise<void> {
  for (;;) {
    const objects = await findVersions(bucket);
    if (objects.length === 0) return;
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
    );
    const [first] = Errors;
    if (first !== undefined) {
      throw new Error(
        `${Errors.length} of ${objects.length} objects of ${bucket} were not deleted; ${first.Key}: ${first.Message}`,
      );
    }
  }
}

/** At most 1000 versions and delete markers, which is also the most that one deletion takes. */
async function findVersions(bucket: string): Promise<ObjectIdentifier[]> {
  try {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    return [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(
      ({ Key, VersionId }) => (Key === undefined ? [] : [{ Key, VersionId }]),
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucket') return [];
    throw error;
  }
}
