import type { Issue } from '../issues.js';
import { describeSyntax } from '../manifest/text/describe-syntax.js';
import type { CfnObject, CfnValue } from '../template/cloudformation.js';
import { toCfnValue } from './cfn-yaml.js';
import { isSameNode } from './same-node.js';
import { findEntry, findPlace, keyText, parseYamlNodes, type YamlNode } from './yaml-nodes.js';

/** A template file of an addons folder; `name` is what messages call it, `file` its path. */
export type TemplateFile = { readonly name: string; readonly file: string; readonly text: string };

type Definition = { readonly node: YamlNode; readonly from: TemplateFile };
type Definitions = Map<string, Definition>;

/** Names of a section, each with where it was first defined. Mappings have a second level. */
type Sections = {
  readonly maps: ReadonlyMap<SectionName, Definitions>;
  readonly mappings: Map<string, Definitions>;
  readonly transforms: YamlNode[];
  /** Files of which something could not be read. */
  readonly unread: TemplateFile[];
};

/** The order in which Copilot writes a merged template, and what one name of a section is called in messages. */
const SECTIONS = [
  ['Metadata', 'metadata key'],
  ['Parameters', 'parameter logical ID'],
  ['Mappings', 'mapping'],
  ['Conditions', 'condition'],
  ['Transform', ''],
  ['Resources', 'resource'],
  ['Outputs', 'output'],
] as const;

type SectionName = (typeof SECTIONS)[number][0];

/** Sections that say something about a file, not about its resources. */
const HARMLESS = new Set(['AWSTemplateFormatVersion', 'Description']);

/** Where something of a merged template was written, for messages about it. */
export type DefinitionPlaces = (section: SectionName, name: string) => PlaceOfIssue | undefined;
type PlaceOfIssue = Pick<Issue, 'file' | 'line' | 'column'>;

export type MergedTemplate = {
  readonly template: CfnObject;
  readonly findDefinition: DefinitionPlaces;
  /** Everything in the files could be read: what is not in the template is in none of them. */
  readonly isWhole: boolean;
  readonly issues: readonly Issue[];
};

/**
 * Merges templates as Copilot does: a name in several files is kept once where its content is the same, whatever its
 * style, and is a conflict otherwise. Mappings are merged one level deeper; `Transform` becomes a set. Every conflict
 * is an issue; the first definition stands in the template then. Files are taken in the order given.
 */
export function mergeTemplates(files: readonly TemplateFile[]): MergedTemplate {
  const sections: Sections = {
    maps: new Map(SECTIONS.map(([name]) => [name, new Map()])),
    mappings: new Map(),
    transforms: [],
    unread: [],
  };
  const issues = files.flatMap((file) => mergeFile(sections, file));
  return {
    template: writeSections(sections),
    findDefinition: (section, name) => {
      const found = sections.maps.get(section)?.get(name);
      return found ? placeOf(found) : undefined;
    },
    isWhole: sections.unread.length === 0,
    issues,
  };
}

function mergeFile(sections: Sections, file: TemplateFile): readonly Issue[] {
  const parsed = parseYamlNodes(file.text);
  if (!parsed.ok) {
    sections.unread.push(file);
    return [describeSyntax(file.file, parsed.message, parsed.place)];
  }
  const { root } = parsed;
  if (root === undefined || isNull(root)) return [];
  if (root.kind !== 'mapping') {
    sections.unread.push(file);
    return [notAMap({ node: root, from: file }, 'the template', 'start it with "Resources:"')];
  }
  const issues = [...describeDropped(root, file), ...describeTwice(root, file, 'section')];
  for (const [section, label] of SECTIONS) {
    const node = findEntry(root, section)?.value;
    if (node === undefined || isNull(node)) continue;
    if (section !== 'Transform' && node.kind !== 'mapping') sections.unread.push(file);
    if (section === 'Transform') addToSet(sections.transforms, node);
    else issues.push(...mergeSection(sections, section, label, { node, from: file }));
  }
  return issues;
}

function mergeSection(
  sections: Sections,
  section: SectionName,
  label: string,
  added: Definition,
): readonly Issue[] {
  if (section !== 'Mappings')
    return mergeNames(sections.maps.get(section) ?? new Map(), added, label, section);
  if (added.node.kind !== 'mapping')
    return [notAMap(added, '"Mappings" field in cloudformation template')];
  return added.node.entries.flatMap((entry) => {
    const name = keyText(entry);
    const known = sections.mappings.get(name) ?? new Map();
    sections.mappings.set(name, known);
    return mergeNames(known, { node: entry.value, from: added.from }, label, section, `${name}.`);
  });
}

function mergeNames(
  known: Definitions,
  added: Definition,
  label: string,
  section: SectionName,
  prefix = '',
): readonly Issue[] {
  const { node, from } = added;
  if (node.kind !== 'mapping')
    return [notAMap(added, `"${section}" field in cloudformation template`)];
  const issues = [...describeTwice(node, from, label)];
  for (const entry of node.entries) {
    const name = keyText(entry);
    const first = known.get(name);
    const second = { node: entry.value, from };
    if (first === undefined) known.set(name, second);
    else if (first.from !== from && !isSameNode(first.node, second.node))
      issues.push(
        conflict(`${label} "${prefix}${name}"`, `${section}.${prefix}${name}`, first, second),
      );
  }
  return issues;
}

function conflict(what: string, field: string, first: Definition, second: Definition): Issue {
  const [a, b] = [placeOf(first), placeOf(second)];
  return {
    severity: 'error',
    ...b,
    field,
    // The words of Copilot, so that a search for the message still finds its answers.
    message: `${what} defined in "${first.from.name}" at Ln ${a.line}, Col ${a.column} is different than in "${second.from.name}" at Ln ${b.line}, Col ${b.column}`,
    hint: 'give both the same content or two different names',
  };
}

function describeDropped(
  root: YamlNode & { kind: 'mapping' },
  file: TemplateFile,
): readonly Issue[] {
  const kept = new Set<string>(SECTIONS.map(([name]) => name));
  const dropped = root.entries.filter((entry) => !kept.has(keyText(entry)));
  const first = dropped.find((entry) => !HARMLESS.has(keyText(entry))) ?? dropped[0];
  if (first === undefined) return [];
  const isHarmless = HARMLESS.has(keyText(first));
  return [
    {
      severity: 'warning',
      ...placeOf({ node: first.key, from: file }),
      message: `not kept when addons are merged into one template: ${dropped.map(keyText).join(', ')}`,
      hint: isHarmless
        ? 'nothing to do: resources are the same without'
        : 'write what is said there into the resources themselves',
    },
  ];
}

function describeTwice(
  node: YamlNode & { kind: 'mapping' },
  from: TemplateFile,
  label: string,
): readonly Issue[] {
  const seen = new Set<string>();
  return node.entries.flatMap((entry) => {
    const name = keyText(entry);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const place = placeOf({ node: entry.key, from });
    return [
      {
        severity: 'error' as const,
        ...place,
        message: `${label} "${name}" is defined twice`,
        hint: 'keep one',
      },
    ];
  });
}

/** Copilot appends an element once for every other one already in the set; a set holds it once. */
function addToSet(set: YamlNode[], node: YamlNode): void {
  for (const element of node.kind === 'sequence' ? node.items : [node])
    if (!set.some((known) => isSameNode(known, element))) set.push(element);
}

function writeSections({ maps, mappings, transforms }: Sections): CfnObject {
  const sections = SECTIONS.flatMap(([name]): [string, CfnValue][] => {
    if (name === 'Transform')
      return transforms.length > 0 ? [[name, transforms.map(toCfnValue)]] : [];
    const definitions = maps.get(name) ?? new Map();
    const value =
      name === 'Mappings' ? mapValues(mappings, writeDefinitions) : writeDefinitions(definitions);
    // A template is never without Resources, were it an empty map: CloudFormation requires the section.
    return Object.keys(value).length > 0 || name === 'Resources' ? [[name, value]] : [];
  });
  return Object.fromEntries(sections);
}

function writeDefinitions(definitions: Definitions): CfnObject {
  return mapValues(definitions, ({ node }) => toCfnValue(node));
}

function mapValues<T>(map: ReadonlyMap<string, T>, write: (value: T) => CfnValue): CfnObject {
  return Object.fromEntries([...map].map(([name, value]) => [name, write(value)]));
}

function notAMap(
  definition: Definition,
  what: string,
  hint = 'write it as "name: value" lines',
): Issue {
  return { severity: 'error', ...placeOf(definition), message: `${what} is not a map`, hint };
}

function placeOf({ node, from }: Definition) {
  return { file: from.file, ...findPlace(from.text, node.offset) };
}

function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && toCfnValue(node) === null;
}
