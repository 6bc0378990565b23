import type { ObjectStore } from '../s3/object-store.js';
import { validationError } from '../service-error.js';

const MAX_BYTES = 1024 * 1024;

/** `https://BUCKET.s3.REGION.amazonaws.com/KEY` or `https://s3.REGION.amazonaws.com/BUCKET/KEY` */
function parseUrl(url: string): { readonly bucket: string; readonly key: string } {
  if (url.startsWith('s3://')) {
    const name = url.slice('s3://'.length).split('/')[0] ?? '';
    throw validationError(`S3 error: Domain name specified in ${name} is not a valid S3 domain`);
  }
  const parts =
    /^https:\/\/(?:(?<host>[^/]+?)\.)?s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com\/(?<path>[^?]+)/.exec(
      url,
    )?.groups;
  if (!parts?.path) throw validationError('TemplateURL must be a supported URL.');
  const path = decodeURIComponent(parts.path);
  if (parts.host) return { bucket: parts.host, key: path };
  const cut = path.indexOf('/');
  return { bucket: path.slice(0, cut), key: path.slice(cut + 1) };
}

/** Text of a template in the account's S3. */
export function readTemplate(store: ObjectStore, url: string): string {
  const { bucket, key } = parseUrl(url);
  if (!store.hasBucket(bucket))
    throw validationError('S3 error: The specified bucket does not exist');
  const object = store.find(bucket, key);
  if (!object) throw validationError('S3 error: The specified key does not exist.');
  if (object.bytes.length > MAX_BYTES) {
    throw validationError(`Template may not exceed ${MAX_BYTES} bytes in size.`);
  }
  return Buffer.from(object.bytes).toString('utf8');
}
