import { findPlace } from '../addons/yaml-nodes.js';
import { hasErrors, type Issue } from '../issues.js';
import { isPlainObject } from '../manifest/plain-object.js';
import { findSchemaMistakes } from '../manifest/schema-findings.js';
import { resolveStruct } from '../manifest/shape.js';
import { errorAt, quoteFound } from '../manifest/text/finding.js';
import { IssueWriter } from '../manifest/text/issue-writer.js';
import { findUnknownKeys } from '../manifest/unknown-keys.js';
import { Facts } from './facts.js';

export type FactsResult =
  | {
      readonly ok: true;
      readonly facts: Facts;
      /** Warnings: keys that no fact has. */
      readonly issues: readonly Issue[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const EXAMPLE = 'write an object, for instance {"application": {"name": "shop"}}';

/** Reads a facts file (docs/facts.md): JSON. All mistakes are told at once, with their places. */
export function parseFacts(text: string, file: string): FactsResult {
  const read = readJson(text, file);
  if (!read.ok) return read;
  const { value } = read;
  const shape = resolveStruct(Facts);
  const parsed = Facts.safeParse(value);
  const findings = isPlainObject(value)
    ? [
        ...findSchemaMistakes(parsed.error?.issues ?? [], value, shape),
        ...findUnknownKeys(value, shape, { strict: false, hasEnvironments: false }),
      ]
    : [errorAt([], `facts are an object, found ${quoteFound(value)}`, EXAMPLE)];
  const issues = new IssueWriter({ name: file, file, text }, '')
    .writeOriginal(findings)
    .toSorted(comparePlaces);
  return parsed.success && !hasErrors(issues)
    ? { ok: true, facts: parsed.data, issues }
    : { ok: false, issues };
}

const comparePlaces = (one: Issue, other: Issue): number =>
  (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);

type Json =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly issues: readonly Issue[] };

function readJson(text: string, file: string): Json {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const issue: Issue = {
      severity: 'error',
      file,
      ...findSyntaxPlace(text, error.message),
      message: `cannot be read as JSON: ${error.message}`,
      hint: text.trim() === '' ? EXAMPLE : 'check quotes, commas and brackets around this place',
    };
    return { ok: false, issues: [issue] };
  }
}

/** JavaScript names the place of some mistakes and not of others. */
function findSyntaxPlace(text: string, message: string) {
  const position = / at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return findPlace(text, Number(position));
  return message.includes('end of JSON') ? findPlace(text, text.length) : {};
}
