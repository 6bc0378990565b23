import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Asset } from '../../../core/release/release.js';
import { artifactBucket, isNoObject, putObjects } from '../aws/artifacts.js';
import { fewAtOnce } from '../deletion/few-at-once.js';
import { findPlaceBucket } from './place-bucket.js';
import { placed } from './placed-client.js';

/** For the bucket of an application, or of an environment elsewhere. */
export const placedS3 = placed((config) => new S3Client(config));

/** Puts files into a bucket where the environment is: what templates refer to. */
export async function putFiles(files: readonly Asset[], bucket: string): Promise<void> {
  await fewAtOnce(files, ({ key, body }) =>
    placedS3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body })),
  );
}

export async function fileExists(key: string, bucket: string): Promise<boolean> {
  try {
    await placedS3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (error) {
    if (isNoObject(error)) return false;
    throw error;
  }
}

/** Templates stay in Autoland's bucket, where comparisons and the way back find them, and go where stacks are made of them. */
export async function putTemplates(templates: readonly Asset[]): Promise<void> {
  await putObjects(templates);
  const bucket = await findPlaceBucket();
  if (bucket !== artifactBucket()) await putFiles(templates, bucket);
}
