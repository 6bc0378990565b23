import type * as z from 'zod';

export type Mistake = { readonly field: string; readonly detail: string };

/**
 * What does not fit a schema, field by field; `whole` stands for the value itself. Found values are told where it was parsed
 * with `reportInput`.
 */
export function listMistakes({ issues }: z.ZodError, whole: string): readonly Mistake[] {
  return issues.map((issue) => ({
    field: issue.path.join('.') || whole,
    detail: describeMistake(issue),
  }));
}

/** Whatever a schema says in words of its own is left as it is. */
function describeMistake(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return `must be ${NOUNS[issue.expected] ?? issue.expected}, not ${quote(issue.input)}`;
    case 'unrecognized_keys':
      return `unknown field ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}, not ${quote(issue.input)}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? 'must not be empty'
        : `must be ${issue.minimum} or more, not ${quote(issue.input)}`;
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `is too long: ${issue.maximum} at most`
        : `must be ${issue.maximum} or less, not ${quote(issue.input)}`;
    default:
      return issue.message;
  }
}

const NOUNS: { readonly [type: string]: string } = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
};

const LONGEST = 60;

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
