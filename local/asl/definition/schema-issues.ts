import type { z } from 'zod';
import type { Report } from './diagnostic.js';

/** `/States/A` and [`Choices`, 0, `Next`] give `/States/A/Choices[0]/Next`. */
export function extendLocation(location: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (extended, key) =>
      typeof key === 'number' ? `${extended}[${key}]` : `${extended}/${String(key)}`,
    location,
  );
}

function find(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null
        ? (found as { readonly [key: PropertyKey]: unknown })[key]
        : undefined,
    value,
  );
}

/** Words what a schema found about `value`, which stands at `location`. */
export function reportIssues(
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
  location: string,
  report: Report,
  describeUnknownField: (key: string) => string,
): void {
  for (const issue of issues) {
    const place = extendLocation(location, issue.path);
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) report(place, describeUnknownField(key));
    } else if (find(value, issue.path) === undefined) {
      const name = String(issue.path.at(-1));
      const parent = extendLocation(location, issue.path.slice(0, -1));
      report(parent, `The field '${name}' is required but was missing`);
    } else if (issue.code === 'invalid_value') {
      const name = String(issue.path.at(-1));
      report(
        place,
        `The field '${name}' should have one of these values: [${issue.values.join(', ')}]`,
      );
    } else {
      report(place, wordIssue(issue));
    }
  }
}

function wordIssue(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  const missing = issue.errors[0]?.[0];
  return missing?.path.at(-1) === 'RoleArn'
    ? "The field 'RoleArn' is required but was missing"
    : 'The value is neither a literal of the expected type nor a JSONata expression';
}
