import type {
  CopyObjectCommandInput,
  DeleteObjectCommandInput,
  DeleteObjectsCommandInput,
  GetObjectCommandInput,
  HeadBucketCommandInput,
  HeadObjectCommandInput,
  ListObjectsV2CommandInput,
  ListObjectVersionsCommandInput,
  PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { createHandler, refuseFields } from '../operations.js';
import { ServiceError } from '../service-error.js';
import type { OperationHandler } from '../simulated-account.js';
import { findNow, type World } from '../world.js';
import { listObjects } from './list-objects.js';
import { createBody, readBody } from './object-body.js';
import type { ObjectStore, StoredObject } from './object-store.js';

const describe = (object: StoredObject) => ({
  ContentLength: object.bytes.length,
  ETag: object.etag,
  LastModified: object.lastModified,
  Metadata: object.metadata,
  ...(object.contentType === undefined ? {} : { ContentType: object.contentType }),
});

const preconditionFailed = (): ServiceError =>
  new ServiceError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    {
      status: 412,
    },
  );

function checkConditions(input: PutObjectCommandInput, existing: StoredObject | undefined): void {
  if (input.IfNoneMatch === '*' && existing) throw preconditionFailed();
  if (input.IfMatch !== undefined && input.IfMatch !== existing?.etag) throw preconditionFailed();
}

function getObject(store: ObjectStore, bucket = '', key = ''): StoredObject {
  const object = store.find(bucket, key);
  if (object) return object;
  const options = { status: 404, details: { Key: key } };
  throw new ServiceError('NoSuchKey', 'The specified key does not exist.', options);
}

export function createS3(world: World, store: ObjectStore): OperationHandler {
  return createHandler('S3', {
    PutObject: async (input: PutObjectCommandInput) => {
      const bytes = await readBody(input.Body);
      const [bucket, key] = [input.Bucket ?? '', input.Key ?? ''];
      checkConditions(input, store.find(bucket, key));
      const contentType = input.ContentType ?? 'application/octet-stream';
      const object = {
        bytes,
        lastModified: findNow(world),
        contentType,
        metadata: input.Metadata ?? {},
      };
      return { ETag: store.put(bucket, key, object).etag };
    },
    GetObject: (input: GetObjectCommandInput) => {
      refuseFields('S3', 'GetObject', input, ['Range', 'PartNumber', 'VersionId']);
      const object = getObject(store, input.Bucket, input.Key);
      return { ...describe(object), Body: createBody(object.bytes) };
    },
    HeadObject: (input: HeadObjectCommandInput) => {
      const object = store.find(input.Bucket ?? '', input.Key ?? '');
      if (!object) throw new ServiceError('NotFound', 'UnknownError', { status: 404 });
      return describe(object);
    },
    HeadBucket: (input: HeadBucketCommandInput) => {
      if (store.hasBucket(input.Bucket ?? '')) return { BucketRegion: world.region };
      throw new ServiceError('NotFound', 'UnknownError', { status: 404 });
    },
    DeleteObject: (input: DeleteObjectCommandInput) => {
      store.remove(input.Bucket ?? '', input.Key ?? '');
      return {};
    },
    DeleteObjects: (input: DeleteObjectsCommandInput) => {
      const keys = (input.Delete?.Objects ?? []).map((object) => object.Key ?? '');
      for (const key of keys) store.remove(input.Bucket ?? '', key);
      return { Deleted: keys.map((Key) => ({ Key })) };
    },
    ListObjectsV2: (input: ListObjectsV2CommandInput) => listObjects(store, input),
    // Buckets of this account have no versioning: each object is its only version.
    ListObjectVersions: (input: ListObjectVersionsCommandInput) => {
      const keys = store.keys(input.Bucket ?? '');
      const shown = keys.slice(0, Math.min(input.MaxKeys ?? 1000, 1000));
      return {
        IsTruncated: shown.length < keys.length,
        Versions: shown.map((Key) => ({ Key, VersionId: 'null', IsLatest: true })),
      };
    },
    CopyObject: (input: CopyObjectCommandInput) => {
      const source = decodeURIComponent(input.CopySource ?? '').replace(/^\//, '');
      const cut = source.indexOf('/');
      const object = getObject(store, source.slice(0, cut), source.slice(cut + 1));
      const copy = { ...object, lastModified: findNow(world) };
      const stored = store.put(input.Bucket ?? '', input.Key ?? '', copy);
      return { CopyObjectResult: { ETag: stored.etag, LastModified: stored.lastModified } };
    },
  });
}
