import type { Context } from 'hono';
import type * as z from 'zod';
import { listMistakes } from '../../../core/list-mistakes.js';
import { BodyInvalid } from './parse-body.js';

/** Names in paths become names of stacks: what is none is refused here, not by CloudFormation. */
export function parsePath<S extends z.ZodType>(schema: S, context: Context): z.output<S> {
  const parsed = schema.safeParse(context.req.param(), { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new BodyInvalid('the path has a mistake', listMistakes(parsed.error, 'the path'));
}
