import { createHash } from 'node:crypto';

/** Characters kept of a name that is too long; six of its hash follow, so that cut names stay apart. */
const KEPT = 58;

/** At most 64 characters, the limit of names in CloudFront. */
export function boundName(name: string): string {
  if (name.length <= KEPT) return name;
  const hash = createHash('sha256').update(name).digest('hex');
  return name.slice(0, KEPT) + hash.slice(0, 6);
}
