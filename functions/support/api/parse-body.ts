import type * as z from 'zod';
import { AutolandError } from '../../../core/errors.js';
import { listMistakes, type Mistake } from '../../../core/list-mistakes.js';

/** A request whose body does not fit; every mistake with its field. */
export class BodyInvalid extends AutolandError {
  readonly errors: readonly Mistake[];

  constructor(message: string, errors: readonly Mistake[]) {
    super('InputInvalid', message);
    this.errors = errors;
  }
}

/** Parses a JSON body against its schema; throws `BodyInvalid` with all mistakes at once. */
export function parseBody<S extends z.ZodType>(schema: S, text: string): z.output<S> {
  const parsed = schema.safeParse(parseJson(text), { reportInput: true });
  if (parsed.success) return parsed.data;
  const errors = listMistakes(parsed.error, '(body)');
  throw new BodyInvalid(
    `the request has ${errors.length === 1 ? 'a mistake' : `${errors.length} mistakes`}`,
    errors,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BodyInvalid('the body is not JSON', [
      { field: '(body)', detail: (error as Error).message },
    ]);
  }
}
