import { createHash } from 'node:crypto';
import { ServiceError } from '../service-error.js';

export type StoredObject = {
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly lastModified: Date;
  readonly contentType: string | undefined;
  readonly metadata: { readonly [key: string]: string };
};

export type ObjectStore = {
  createBucket(name: string): void;
  deleteBucket(name: string): void;
  hasBucket(name: string): boolean;
  bucketNames(): readonly string[];
  /** Keys in the order of their UTF-8 bytes, as S3 lists them. */
  keys(bucket: string): readonly string[];
  find(bucket: string, key: string): StoredObject | undefined;
  put(bucket: string, key: string, object: Omit<StoredObject, 'etag'>): StoredObject;
  remove(bucket: string, key: string): void;
};

const byBytes = (one: string, other: string): number =>
  Buffer.compare(Buffer.from(one), Buffer.from(other));

export function createObjectStore(): ObjectStore {
  const buckets = new Map<string, Map<string, StoredObject>>();
  const getBucket = (name: string): Map<string, StoredObject> => {
    const bucket = buckets.get(name);
    if (bucket) return bucket;
    const options = { status: 404, details: { BucketName: name } };
    throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', options);
  };
  return {
    createBucket: (name) => {
      if (!buckets.has(name)) buckets.set(name, new Map());
    },
    deleteBucket: (name) => {
      if (getBucket(name).size > 0) {
        const text = 'The bucket you tried to delete is not empty';
        throw new ServiceError('BucketNotEmpty', text, { status: 409 });
      }
      buckets.delete(name);
    },
    hasBucket: (name) => buckets.has(name),
    bucketNames: () => [...buckets.keys()].sort(),
    keys: (bucket) => [...getBucket(bucket).keys()].sort(byBytes),
    find: (bucket, key) => getBucket(bucket).get(key),
    put: (bucket, key, object) => {
      const etag = `"${createHash('md5').update(object.bytes).digest('hex')}"`;
      const stored = { ...object, etag };
      getBucket(bucket).set(key, stored);
      return stored;
    },
    remove: (bucket, key) => void getBucket(bucket).delete(key),
  };
}
