import { zipSync } from 'fflate';
import { sha256 } from '../release/content-hash.js';
import type { Asset } from '../release/release.js';
import { type CustomResourceName, customResourceKey } from './custom-resource-function.js';

/** Code of a custom resource as Lambda takes it, with its key in the artifact bucket. */
export type CustomResourceZip = Asset & { readonly name: CustomResourceName };

/** The earliest time that a zip can tell: a fixed one, so that the same code gives the same bytes and the same key. */
const EPOCH = new Date(1980, 0, 1);

/** Zips a bundled module. Templates name its handler as `index.<export>`. */
export function zipCustomResource(name: CustomResourceName, module: Uint8Array): CustomResourceZip {
  const body = zipSync({ 'index.mjs': module }, { mtime: EPOCH, level: 9 });
  return { name, key: customResourceKey(name, sha256(body)), body };
}
