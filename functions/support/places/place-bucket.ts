import { placeBucketName } from '../../../core/places/place.js';
import { objectUrl } from '../../../core/template/s3-location.js';
import { artifactBucket } from '../aws/artifacts.js';
import { findElsewhereNow, getPlaceNow } from './whereabouts.js';

/** The bucket out of which stacks are made where the environment is. */
export async function findPlaceBucket(): Promise<string> {
  const elsewhere = await findElsewhereNow();
  return elsewhere ? placeBucketName(elsewhere) : artifactBucket();
}

/** The address under which CloudFormation reads an object (path style would not do for bucket names with dots). */
export async function findObjectUrl(key: string, bucket: string): Promise<string> {
  const { region } = await getPlaceNow();
  return objectUrl(bucket, region, key);
}
