import type { Context } from 'hono';
import type * as z from 'zod';
import { BodyInvalid } from './parse-body.js';

/** Names in paths become names of stacks: what is none is refused here, not by CloudFormation. */
export function parsePath<S extends z.ZodType>(schema: S, context: Context): z.output<S> {
  const parsed = schema.safeParse(context.req.param());
  if (parsed.success) return parsed.data;
  throw new BodyInvalid(
    'the path has a mistake',
    parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), detail: message })),
  );
}
