import { type Event, YAMLException } from 'js-yaml';
import { parseLenientEvents } from '../../addons/flow-indentation.js';
import {
  buildYamlNodes,
  findPlace,
  type Place,
  type YamlMapping,
} from '../../addons/yaml-nodes.js';
import type { Issue } from '../../issues.js';
import type { PlainObject } from '../plain-object.js';
import { describeSyntax } from './describe-syntax.js';
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

type Refused = { readonly ok: false; readonly issues: readonly Issue[] };

export type EventsResult = { readonly ok: true; readonly events: readonly Event[] } | Refused;
export type DocumentResult = { readonly ok: true; readonly document: ManifestDocument } | Refused;

/** No manifest comes near it: CloudFormation takes 1 MB for the whole template. */
const MAX_CHARACTERS = 500_000;
const START: Place = { line: 1, column: 1 };

/** The YAML parser's events for a text; refused where it is too long or no YAML. */
export function readEvents(text: string, file: string): EventsResult {
  if (text.length > MAX_CHARACTERS) {
    const message = `the manifest has ${text.length} characters, more than ${MAX_CHARACTERS}`;
    return refuse(file, message, 'split it up or remove what is not a manifest', START);
  }
  try {
    return { ok: true, events: parseLenientEvents(text) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return refuseSyntax(file, error.reason, findPlace(text, error.mark?.position ?? 0));
  }
}

/**
 * Reads the one YAML document of a manifest. Refused with one issue and its place: bad syntax, tabs, unknown
 * aliases, several documents, anything but a map, aliases that expand without bounds.
 */
export function readDocument(text: string, file: string): DocumentResult {
  const scanned = readEvents(text, file);
  return scanned.ok ? buildDocument(text, file, scanned.events) : scanned;
}

/** As {@link readDocument}, for a text whose events are known already. */
export function buildDocument(
  text: string,
  file: string,
  events: readonly Event[],
): DocumentResult {
  const parsed = buildYamlNodes(text, events);
  if (!parsed.ok) return refuseSyntax(file, parsed.message, parsed.place);
  const { root } = parsed;
  if (root === undefined || (root.kind === 'scalar' && root.value === '')) {
    return refuse(file, 'the manifest is empty', 'it needs at least name and type', START);
  }
  if (root.kind !== 'mapping') {
    const found = root.kind === 'sequence' ? 'a list' : 'text';
    const message = `the manifest is ${found}, not a map of fields`;
    return refuse(file, message, 'it needs at least name and type', START);
  }
  const values = new PlainValues();
  const value = values.readRoot(root);
  return { ok: true, document: { text, root, value, findings: values.findings } };
}

function refuse(file: string, message: string, hint: string, place: Place): Refused {
  return { ok: false, issues: [{ severity: 'error', file, ...place, message, hint }] };
}

function refuseSyntax(file: string, reason: string, place: Place): Refused {
  return { ok: false, issues: [describeSyntax(file, reason, place)] };
}
