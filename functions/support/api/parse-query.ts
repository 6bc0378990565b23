import type * as z from 'zod';
import { BodyInvalid } from './parse-body.js';

/** The query as the schema wants it; every value of a key is in a list. */
export function parseQuery<S extends z.ZodType>(
  schema: S,
  queries: Record<string, string[]>,
): z.output<S> {
  const parsed = schema.safeParse(queries);
  if (parsed.success) return parsed.data;
  throw new BodyInvalid(
    'the query has a mistake',
    parsed.error.issues.map(({ path, message }) => ({
      field: path.join('.') || 'the query',
      detail: message,
    })),
  );
}
