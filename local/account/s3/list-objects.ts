import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { ObjectStore } from './object-store.js';

type Row = { readonly key: string; readonly commonPrefix: string | undefined };

function findRows(keys: readonly string[], prefix: string, delimiter: string | undefined): Row[] {
  const rows: Row[] = [];
  const seen = new Set<string>();
  for (const key of keys) {
    if (!key.startsWith(prefix)) continue;
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    const commonPrefix = delimiter && cut >= 0 ? key.slice(0, cut + delimiter.length) : undefined;
    if (commonPrefix !== undefined && seen.has(commonPrefix)) continue;
    if (commonPrefix !== undefined) seen.add(commonPrefix);
    rows.push({ key, commonPrefix });
  }
  return rows;
}

/** ListObjectsV2: keys and common prefixes share one order and one page size. */
export function listObjects(
  store: ObjectStore,
  input: ListObjectsV2CommandInput,
): Omit<ListObjectsV2CommandOutput, '$metadata'> {
  const bucket = input.Bucket ?? '';
  const size = Math.min(input.MaxKeys ?? 1000, 1000);
  const after = input.ContinuationToken ?? input.StartAfter ?? '';
  const rows = findRows(store.keys(bucket), input.Prefix ?? '', input.Delimiter).filter(
    (row) =>
      after === '' ||
      Buffer.compare(Buffer.from(row.commonPrefix ?? row.key), Buffer.from(after)) > 0,
  );
  const page = rows.slice(0, size);
  const last = page.at(-1);
  const isTruncated = rows.length > page.length;
  const contents = page
    .filter((row) => row.commonPrefix === undefined)
    .map(({ key }) => {
      const object = store.find(bucket, key);
      return {
        Key: key,
        Size: object?.bytes.length ?? 0,
        ETag: object?.etag,
        LastModified: object?.lastModified,
      };
    });
  const prefixes = page.flatMap((row) => (row.commonPrefix ? [{ Prefix: row.commonPrefix }] : []));
  return {
    Name: bucket,
    Prefix: input.Prefix ?? '',
    MaxKeys: size,
    KeyCount: page.length,
    IsTruncated: isTruncated,
    ...(contents.length > 0 ? { Contents: contents } : {}),
    ...(prefixes.length > 0 ? { CommonPrefixes: prefixes } : {}),
    ...(isTruncated && last ? { NextContinuationToken: last.commonPrefix ?? last.key } : {}),
  };
}
