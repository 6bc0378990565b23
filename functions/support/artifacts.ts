import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { placeBucketName } from '../../core/places/place.js';
import { bundleKey, isIntact } from '../../core/release/make-bundle.js';
import type { Asset, ReleaseBundle } from '../../core/release/release.js';
import { objectUrl } from '../../core/template/s3-location.js';
import { ENV, requireEnv } from './env.js';
import { placed } from './places/placed-client.js';
import { findElsewhereNow, getPlaceNow } from './places/whereabouts.js';

export const s3 = new S3Client({});

/** For buckets of an application or of an environment elsewhere. */
export const placedS3 = placed((config) => new S3Client(config));

/** The artifact bucket of this installation. */
export const artifactBucket = (): string => requireEnv(ENV.artifactBucket);

/** The installation's own bucket stays where it is; any other is where the environment is. */
const clientOf = (bucket: string): Pick<S3Client, 'send'> =>
  bucket === artifactBucket() ? s3 : placedS3;

export async function getObject(key: string, bucket = artifactBucket()): Promise<Uint8Array> {
  const { Body } = await clientOf(bucket).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Body ? Body.transformToByteArray() : new Uint8Array();
}

export async function putObject({ key, body }: Asset, bucket = artifactBucket()): Promise<void> {
  await clientOf(bucket).send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
}

export async function objectExists(key: string, bucket = artifactBucket()): Promise<boolean> {
  try {
    await clientOf(bucket).send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (error) {
    if (error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchKey'))
      return false;
    throw error;
  }
}

/** Uploads a few at a time: S3 takes many at once, a small Lambda does not. */
export async function putObjects(
  objects: readonly Asset[],
  bucket = artifactBucket(),
): Promise<void> {
  const width = 16;
  for (let start = 0; start < objects.length; start += width) {
    await Promise.all(
      objects.slice(start, start + width).map((object) => putObject(object, bucket)),
    );
  }
}

export async function putBundle(bundle: ReleaseBundle): Promise<string> {
  const key = bundleKey(bundle);
  await putObject({ key, body: new TextEncoder().encode(JSON.stringify(bundle)) });
  return key;
}

/** Reads a bundle that `render` wrote; its key is content-addressed, so what is there is what was written. */
export async function getBundle(key: string): Promise<ReleaseBundle> {
  return JSON.parse(new TextDecoder().decode(await getObject(key))) as ReleaseBundle;
}

/** As `getBundle`; undefined where it is gone, or is not what its id says. */
export async function findBundle(key: string): Promise<ReleaseBundle | undefined> {
  const body = await findObject(key);
  if (!body) return undefined;
  try {
    const bundle = JSON.parse(new TextDecoder().decode(body)) as ReleaseBundle;
    return isIntact(bundle) ? bundle : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The object; undefined where there is none. */
export async function findObject(
  key: string,
  bucket = artifactBucket(),
): Promise<Uint8Array | undefined> {
  try {
    return await getObject(key, bucket);
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** The address under which CloudFormation reads an object (path style would not do for bucket names with dots). */
export async function findObjectUrl(key: string, bucket: string): Promise<string> {
  const { region } = await getPlaceNow();
  return objectUrl(bucket, region, key);
}

/** The bucket out of which stacks are made where the environment is: templates, and what they refer to. */
export async function findPlaceBucket(): Promise<string> {
  const elsewhere = await findElsewhereNow();
  return elsewhere ? placeBucketName(elsewhere) : artifactBucket();
}

/** Templates stay in Autoland's bucket, where comparisons and the way back find them, and go where stacks are made of them. */
export async function putTemplates(templates: readonly Asset[]): Promise<void> {
  await putObjects(templates);
  const bucket = await findPlaceBucket();
  if (bucket !== artifactBucket()) await putObjects(templates, bucket);
}
