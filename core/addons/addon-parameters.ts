import type { Issue } from '../issues.js';
import { describeSyntax } from '../manifest/text/describe-syntax.js';
import type { CfnObject, CfnValue } from '../template/cloudformation.js';
import type { AddonsSource } from '../workspace/workspace.js';
import { asCfnObject, toCfnValue } from './cfn-yaml.js';
import type { DefinitionPlaces } from './merge-templates.js';
import type { AddonsKind } from './merged-addons.js';
import { findEntry, findPlace, keyText, parseYamlNodes, type YamlEntry } from './yaml-nodes.js';

/** Parameters that the parent gives; every addons template declares them and no parameters file may. */
const RESERVED_PARAMETERS: { readonly [kind in AddonsKind]: readonly string[] } = {
  workload: ['App', 'Env', 'Name'],
  environment: ['App', 'Env'],
  'environment-addon': ['App', 'Env', 'Name'],
};

const FILE_NAMES = ['addons.parameters.yaml', 'addons.parameters.yml'];

export type ParametersFile = {
  /** Path, for messages; undefined where there is none. */
  readonly file: string | undefined;
  readonly text: string;
  readonly entries: readonly YamlEntry[];
};

type ParametersResult = { readonly parameters: ParametersFile; readonly issues: readonly Issue[] };

const NO_FILE: ParametersFile = { file: undefined, text: '', entries: [] };

export function isParametersFile(name: string): boolean {
  return FILE_NAMES.includes(name);
}

export function readParametersFile(source: AddonsSource): ParametersResult {
  const found = FILE_NAMES.filter((name) => source.files.has(name));
  const [name] = found;
  if (name === undefined) return { parameters: NO_FILE, issues: [] };
  const fail = (issue: Partial<Issue> & { message: string }): ParametersResult => ({
    parameters: NO_FILE,
    issues: [{ severity: 'error', file: `${source.folder}/${name}`, ...issue }],
  });
  if (found.length > 1)
    return fail({
      message: `defining ${FILE_NAMES.join(' and ')} is not allowed under addons/`,
      hint: `move what ${FILE_NAMES[1]} says into ${name} and delete it`,
    });
  const text = source.files.get(name) ?? '';
  const parsed = parseYamlNodes(text);
  if (!parsed.ok)
    return fail(describeSyntax(`${source.folder}/${name}`, parsed.message, parsed.place));
  const node = findEntry(parsed.root, 'Parameters')?.value;
  if (node === undefined)
    return fail({
      message: `must define field 'Parameters' in file ${name} under path ${source.folder}/${name}`,
      hint: 'start the file with "Parameters:"',
    });
  const file = `${source.folder}/${name}`;
  if (node.kind === 'mapping')
    return { parameters: { file, text, entries: node.entries }, issues: [] };
  if (toCfnValue(node) === null) return { parameters: { file, text, entries: [] }, issues: [] };
  return fail({
    ...findPlace(text, node.offset),
    field: 'Parameters',
    message: '"Parameters" is not a map',
    hint: 'write one "Name: value" line for each parameter',
  });
}

/** What the parent passes beside the reserved parameters, in the order of the file. */
export function parameterValues({ entries }: ParametersFile): CfnObject {
  return Object.fromEntries(entries.map((entry) => [keyText(entry), toCfnValue(entry.value)]));
}

/** Holds the parameters of the merged template against those that the parent and the parameters file give. */
export function checkParameters(
  template: CfnObject,
  given: ParametersFile,
  kind: AddonsKind,
  folder: string,
  findDefinition: DefinitionPlaces,
): readonly Issue[] {
  const declared = asCfnObject(template.Parameters);
  const reserved = RESERVED_PARAMETERS[kind];
  const names = new Set([...reserved, ...given.entries.map(keyText)]);
  const missing = reserved
    .filter((name) => !Object.hasOwn(declared, name))
    .map(
      (name): Issue => ({
        severity: 'error',
        file: folder,
        field: `Parameters.${name}`,
        message: `required parameter "${name}" is missing from the template`,
        hint: `add "${name}: {Type: String}" under Parameters of one of its files`,
      }),
    );
  const withoutValue = Object.entries(declared)
    .filter(([name, parameter]) => !names.has(name) && !hasDefault(parameter))
    .map(
      ([name]): Issue => ({
        severity: 'error',
        file: folder,
        ...findDefinition('Parameters', name),
        field: `Parameters.${name}`,
        message: `parameter "${name}" in template must have a default value or is included in parameters file`,
        hint: `add a Default, or a line "${name}: …" to ${folder}/addons.parameters.yml`,
      }),
    );
  return [...missing, ...checkGiven(given, declared, reserved), ...withoutValue];
}

function checkGiven(
  { file, text, entries }: ParametersFile,
  declared: CfnObject,
  reserved: readonly string[],
): readonly Issue[] {
  if (file === undefined) return [];
  const issueAt = (entry: YamlEntry, message: string, hint: string): Issue => ({
    severity: 'error',
    file,
    ...findPlace(text, entry.key.offset),
    field: `Parameters.${keyText(entry)}`,
    message,
    hint,
  });
  const quoted = reserved.map((name) => `"${name}"`);
  const firstReserved = entries.find((entry) => reserved.includes(keyText(entry)));
  const unknown = entries.filter(
    (entry) => !reserved.includes(keyText(entry)) && !Object.hasOwn(declared, keyText(entry)),
  );
  return [
    ...(firstReserved
      ? [
          issueAt(
            firstReserved,
            `reserved parameters ${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)} cannot be declared`,
            'delete these lines: the parent stack always gives them',
          ),
        ]
      : []),
    ...unknown.map((entry) =>
      issueAt(
        entry,
        `template does not require the parameter "${keyText(entry)}" in parameters file`,
        'delete the line, or declare the parameter in a template of this folder',
      ),
    ),
  ];
}

function hasDefault(parameter: CfnValue): boolean {
  return asCfnObject(parameter).Default !== undefined;
}
