import * as z from 'zod';

/** `$states.errorOutput` of a Catch, or null where nothing was caught. */
export const Trouble = z
  .object({ Error: z.string().optional(), Cause: z.string().optional() })
  .nullable();

export type Trouble = z.infer<typeof Trouble>;

/** The words of a caught error: a Lambda's Cause is JSON with `errorMessage`, others are plain text. */
export function describeTrouble(trouble: Trouble): string | undefined {
  if (!trouble) return undefined;
  const cause = trouble.Cause ?? '';
  try {
    const parsed = JSON.parse(cause) as { readonly errorMessage?: string };
    return `${trouble.Error}: ${parsed.errorMessage ?? cause}`;
  } catch {
    return [trouble.Error, cause].filter(Boolean).join(': ');
  }
}
