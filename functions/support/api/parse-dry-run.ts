import * as z from 'zod';
import { BodyInvalid } from './parse-body.js';

const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Closed: a mistyped `dryRun` must not change anything. */
const Query = z.strictObject({ dryRun: z.array(Flag).length(1).default([false]) });

/** `?dryRun=true`: only tell what would be done. */
export function parseDryRun(queries: Record<string, string[]>): boolean {
  const parsed = Query.safeParse(queries);
  if (parsed.success) return parsed.data.dryRun[0] ?? false;
  throw new BodyInvalid(
    'the query has a mistake',
    parsed.error.issues.map(({ path, message }) => ({
      field: path.join('.') || 'the query',
      detail: message,
    })),
  );
}
