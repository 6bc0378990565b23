/** What is known of each resource type, from resource-types.tsv (made by scripts/resource-types.ts). */
import { readFileSync } from 'node:fs';

export type ResourceType = {
  readonly type: string;
  /** Properties or attributes that `Ref` is made of. */
  readonly refersTo: readonly string[];
  /** For instance `arn:${Partition}:sns:${Region}:${Account}:${TopicName}`. */
  readonly arnTemplate: string | undefined;
  readonly tagProperty: string | undefined;
  /** Properties whose change needs a new physical resource. */
  readonly replacing: ReadonlySet<string>;
  /** Properties whose change may need one. */
  readonly mayReplace: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  readonly required: readonly string[];
};

const list = (text: string | undefined): readonly string[] => (text ? text.split(',') : []);

function parseLine(line: string): ResourceType {
  const [
    type = '',
    refersTo,
    arnTemplate,
    tagProperty,
    replacing,
    mayReplace,
    attributes,
    required,
  ] = line.split('\t');
  return {
    type,
    refersTo: list(refersTo),
    arnTemplate: arnTemplate || undefined,
    tagProperty: tagProperty || undefined,
    replacing: new Set(list(replacing)),
    mayReplace: new Set(list(mayReplace)),
    attributes: new Set(list(attributes)),
    required: list(required),
  };
}

let lines: ReadonlyMap<string, string> | undefined;
const parsed = new Map<string, ResourceType>();

function readLines(): ReadonlyMap<string, string> {
  if (lines) return lines;
  const text = readFileSync(`${import.meta.dirname}/resource-types.tsv`, 'utf8');
  lines = new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf('\t')), line]),
  );
  return lines;
}

export const isCustomResource = (type: string): boolean =>
  type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';

/** Undefined for custom resources and for types that do not exist. */
export function findResourceType(type: string): ResourceType | undefined {
  const known = parsed.get(type);
  if (known) return known;
  const line = readLines().get(type);
  if (line === undefined) return undefined;
  const resourceType = parseLine(line);
  parsed.set(type, resourceType);
  return resourceType;
}
