import type * as z from 'zod';
import { listMistakes } from '../../../core/list-mistakes.js';
import { BodyInvalid } from './parse-body.js';

/** The query as the schema wants it; every value of a key is in a list. */
export function parseQuery<S extends z.ZodType>(
  schema: S,
  queries: Record<string, string[]>,
): z.output<S> {
  const parsed = schema.safeParse(queries, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new BodyInvalid('the query has a mistake', listMistakes(parsed.error, 'the query'));
}
