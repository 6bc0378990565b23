import * as z from 'zod';
import { parseQuery } from './parse-query.js';

const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Closed: a mistyped `dryRun` must not change anything. */
const Query = z.strictObject({ dryRun: z.array(Flag).length(1).default([false]) });

/** `?dryRun=true`: only tell what would be done. */
export function parseDryRun(queries: Record<string, string[]>): boolean {
  return parseQuery(Query, queries).dryRun[0] ?? false;
}
