import * as z from 'zod';

/** Service integrations whose rights `Workflow` knows how to grant. */
const INTEGRATIONS = [
  'arn:aws:states:::lambda:invoke',
  'arn:aws:states:::lambda:invoke.waitForTaskToken',
  'arn:aws:states:::states:startExecution.sync:2',
] as const;

// A machine without a time limit lives for a year.
const Definition = z.object({ TimeoutSeconds: z.number().int().positive() });

/** What the CDK has to know of an ASL file. */
export type AslDefinition = {
  /** Names inside `${…}`, sorted. */
  readonly placeholders: readonly string[];
  readonly hasDistributedMap: boolean;
};

/** Reads the text of an ASL file; throws when it uses a service integration that no right would be granted for. */
export function readDefinition(text: string, file: string): AslDefinition {
  Definition.parse(JSON.parse(text));
  const used = [...text.matchAll(/"Resource":\s*"([^"]+)"/g)].map(([, arn = '']) => arn);
  const unknown = used.filter((arn) => !INTEGRATIONS.some((known) => known === arn));
  if (unknown.length > 0)
    throw new Error(`${file}: no rights are known for ${[...new Set(unknown)].join(', ')}`);
  const placeholders = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
  return {
    placeholders: [...new Set(placeholders)].sort(),
    hasDistributedMap: /"Mode":\s*"DISTRIBUTED"/.test(text),
  };
}

/** Stops the synthesis unless placeholders of the file and given names are the same set. */
export function assertSameNames(
  file: string,
  placeholders: readonly string[],
  given: readonly string[],
): void {
  const missing = placeholders.filter((name) => !given.includes(name));
  const unused = given.filter((name) => !placeholders.includes(name));
  const problems = [
    ...missing.map((name) => `\${${name}} has no value`),
    ...unused.map((name) => `${name} is given, but \${${name}} is not in the file`),
  ];
  if (problems.length > 0) throw new Error(`${file}: ${problems.join('; ')}`);
}
