import { parseYamlNodes, type YamlMapping } from '../../addons/yaml-nodes.js';
import type { Issue } from '../../issues.js';
import type { PlainObject } from '../plain-object.js';
import type { Finding } from './finding.js';
import { PlainValues } from './plain-value.js';

/** A manifest as a document: its text, where everything is, and what it says. */
export type ManifestDocument = {
  readonly text: string;
  readonly root: YamlMapping;
  readonly value: PlainObject;
  /** Tags, double keys and the like, by path. */
  readonly findings: readonly Finding[];
};

export type DocumentResult =
  | { readonly ok: true; readonly document: ManifestDocument }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** No manifest comes near it: CloudFormation takes 1 MB for the whole template. */
const MAX_CHARACTERS = 500_000;

/**
 * Reads the one YAML document of a manifest. Refused with one issue and its place: bad syntax, tabs, unknown
 * aliases, several documents, anything but a map, aliases that expand without bounds.
 */
export function readDocument(text: string, file: string): DocumentResult {
  const refuse = (message: string, hint: string, place?: { line: number; column: number }) => {
    const issue: Issue = { severity: 'error', file, ...place, message, hint };
    return { ok: false, issues: [issue] } as const;
  };
  const start = { line: 1, column: 1 };
  if (text.length > MAX_CHARACTERS) {
    const size = `${text.length} characters, more than ${MAX_CHARACTERS}`;
    return refuse(
      `the manifest has ${size}`,
      'split it up or remove what is not a manifest',
      start,
    );
  }
  const parsed = parseYamlNodes(text);
  if (!parsed.ok) {
    return refuse(
      `cannot be read as YAML: ${parsed.message}`,
      describeRepair(parsed.message),
      parsed.place,
    );
  }
  if (parsed.root === undefined || (parsed.root.kind === 'scalar' && parsed.root.value === '')) {
    return refuse('the manifest is empty', 'it needs at least name and type', start);
  }
  if (parsed.root.kind !== 'mapping') {
    const found = parsed.root.kind === 'sequence' ? 'a list' : 'text';
    return refuse(
      `the manifest is ${found}, not a map of fields`,
      'it needs at least name and type',
      start,
    );
  }
  const values = new PlainValues();
  const value = values.readRoot(parsed.root);
  return { ok: true, document: { text, root: parsed.root, value, findings: values.findings } };
}

function describeRepair(message: string): string {
  if (message.includes('tab')) return 'indent with spaces';
  if (message.includes('alias'))
    return 'define the anchor before it is used, or write the value itself';
  if (message.includes('document')) return 'keep one document to a file';
  return 'check indentation and quotes around this place';
}
