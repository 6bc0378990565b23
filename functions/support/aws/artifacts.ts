import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { bundleKey, isIntact } from '../../../core/release/make-bundle.js';
import type { Asset, ReleaseBundle } from '../../../core/release/release.js';
import { ENV, requireEnv } from '../runtime/env.js';

export const s3 = new S3Client({});

/** The artifact bucket of this installation. */
export const artifactBucket = (): string => requireEnv(ENV.artifactBucket);

export async function getObject(key: string): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: artifactBucket(), Key: key }));
  return Body ? Body.transformToByteArray() : new Uint8Array();
}

export async function putObject({ key, body }: Asset): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: artifactBucket(), Key: key, Body: body }));
}

export async function objectExists(key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: artifactBucket(), Key: key }));
    return true;
  } catch (error) {
    if (isNoObject(error)) return false;
    throw error;
  }
}

/** S3 says it in one way to who asks for the object, and in another to who asks about it. */
export const isNoObject = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchKey');

/** Uploads a few at a time: S3 takes many at once, a small Lambda does not. */
export async function putObjects(objects: readonly Asset[]): Promise<void> {
  const width = 16;
  for (let start = 0; start < objects.length; start += width) {
    await Promise.all(objects.slice(start, start + width).map(putObject));
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
export async function findObject(key: string): Promise<Uint8Array | undefined> {
  try {
    return await getObject(key);
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}
