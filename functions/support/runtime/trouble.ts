import * as z from 'zod';

/** `$states.errorOutput` of a Catch, or null where nothing was caught. */
export const Trouble = z
  .object({ Error: z.string().optional(), Cause: z.string().optional() })
  .nullable();

export type Trouble = z.infer<typeof Trouble>;

/** What a Lambda function that threw leaves as Cause, and what a nested execution that failed does. */
const Thrown = z.object({ errorMessage: z.string() });
const Nested = z.object({
  Status: z.string().optional(),
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

/** The words of a caught error, dug out of however many executions it came through; anything else is plain text. */
export function describeTrouble(trouble: Trouble): string | undefined {
  if (!trouble) return undefined;
  const { Error: name = '', Cause: cause = '' } = trouble;
  const parsed = parseJson(cause);
  const thrown = Thrown.safeParse(parsed);
  if (thrown.success) return joinWords(name, thrown.data.errorMessage);
  const nested = Nested.safeParse(parsed);
  if (nested.success && nested.data.Error) return describeTrouble(nested.data);
  if (nested.success && nested.data.Status) return `a nested execution ended ${nested.data.Status}`;
  return joinWords(name, cause);
}

const joinWords = (...words: readonly string[]): string => words.filter(Boolean).join(': ');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
