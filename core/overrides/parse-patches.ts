import { toCfnValue } from '../addons/cfn-yaml.js';
import { findEntry, findPlace, parseYamlNodes, type YamlNode } from '../addons/yaml-nodes.js';
import type { Issue } from '../issues.js';
import type { CfnValue } from '../template/cloudformation.js';

const OPERATIONS = ['add', 'remove', 'replace'] as const;
type Operation = (typeof OPERATIONS)[number];

type Place = Pick<Issue, 'file' | 'line' | 'column' | 'field'>;

export type Patch = {
  /** JSON Pointer (RFC 6901), unescaped and cut at the slashes; first the empty text before the first slash. */
  readonly pointer: readonly string[];
  readonly place: Place;
} & ({ readonly op: 'add' | 'replace'; readonly value: CfnValue } | { readonly op: 'remove' });

export type PatchesResult =
  | { readonly ok: true; readonly patches: readonly Patch[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const HINT = 'a patch is a map with op (add, remove or replace), path and, but for remove, value';

/** Reads a `cfn.patches.yml`; an empty file holds no patches. All mistakes of form are told at once. */
export function parsePatches(text: string, file: string): PatchesResult {
  const parsed = parseYamlNodes(text);
  if (!parsed.ok)
    return { ok: false, issues: [schemaIssue({ file, ...parsed.place }, file, parsed.message)] };
  const { root } = parsed;
  if (root === undefined || toCfnValue(root) === null) return { ok: true, patches: [] };
  if (root.kind !== 'sequence') {
    const place = { file, ...findPlace(text, root.offset) };
    return { ok: false, issues: [schemaIssue(place, file, 'it is not a list of patches')] };
  }
  const results = root.items.map((item, index) => parsePatch(item, index, text, file));
  const issues = results.flatMap((result) => ('issue' in result ? [result.issue] : []));
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    patches: results.flatMap((result) => ('patch' in result ? [result.patch] : [])),
  };
}

function parsePatch(
  item: YamlNode,
  index: number,
  text: string,
  file: string,
): { readonly patch: Patch } | { readonly issue: Issue } {
  const place = { file, ...findPlace(text, item.offset), field: `[${index}]` };
  if (item.kind !== 'mapping')
    return { issue: schemaIssue(place, file, `patch ${index} is not a map`) };
  const refuse = (message: string) => ({ issue: patchIssue(place, message) });
  const op = scalarText(item, 'op') ?? '';
  const path = scalarText(item, 'path');
  const value = findEntry(item, 'value')?.value;
  if (!isOperation(op))
    return refuse(
      `unsupported operation "${op}": supported operations are "add", "remove", and "replace".`,
    );
  if (path === undefined) return refuse(refusal(op, index, 'path required'));
  const at = findEntry(item, 'path')?.value.offset ?? item.offset;
  const patch = {
    pointer: path.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
    place: { ...place, ...findPlace(text, at), field: `[${index}].path` },
  };
  if (op === 'remove') return { patch: { ...patch, op } };
  if (value === undefined) return refuse(refusal(op, index, 'value required'));
  return { patch: { ...patch, op, value: toCfnValue(value) } };
}

/** The beginning that Copilot gives to the message of every patch that fails. */
export function refusal(op: Operation, index: number, reason: string): string {
  return `unable to apply the "${op}" patch at index ${index}: ${reason}`;
}

function scalarText(item: YamlNode, key: string): string | undefined {
  const node = findEntry(item, key)?.value;
  return node?.kind === 'scalar' ? node.value : undefined;
}

function isOperation(text: string): text is Operation {
  return OPERATIONS.some((operation) => operation === text);
}

function schemaIssue(place: Place, file: string, reason: string): Issue {
  return patchIssue(
    place,
    `file at "${file}" does not conform to the YAML patch document schema: ${reason}`,
  );
}

function patchIssue(place: Place, message: string): Issue {
  return { severity: 'error', ...place, message, hint: HINT };
}
