import type * as z from 'zod';
import { hasErrors, type Issue } from '../issues.js';
import type { ManifestSource } from '../workspace/workspace.js';
import { applyEnvironment } from './apply-environment.js';
import { fitValues } from './fit-values.js';
import { isPlainObject, type PlainObject } from './plain-object.js';
import { repairAt } from './repair.js';
import { findSchemaMistakes } from './schema-findings.js';
import { resolveStruct } from './shape.js';
import { errorAt, type Finding } from './text/finding.js';
import { interpolate } from './text/interpolate.js';
import { IssueWriter } from './text/issue-writer.js';
import { type Path, startsWith } from './text/path.js';
import {
  buildDocument,
  type ManifestDocument,
  readDocument,
  readEvents,
} from './text/read-document.js';
import { findUnknownKeys } from './unknown-keys.js';
import { findValue } from './walk.js';

/** What a manifest is read for. */
export type ManifestInput = {
  readonly application: string;
  readonly environment: string;
  /** Values for `${NAME}`, besides the two predefined ones. */
  readonly variables: { readonly [name: string]: string };
  /** Unknown keys are errors. */
  readonly strict: boolean;
};

export type ManifestResult<T> =
  | {
      readonly ok: true;
      readonly manifest: T;
      /** The whole document with its variables replaced, not merged with an environment's section. */
      readonly interpolatedText: string;
      /** Warnings. */
      readonly issues: readonly Issue[];
    }
  | {
      readonly ok: false;
      readonly issues: readonly Issue[];
      /** As far as it can be read nevertheless: to look at what else is mistaken. */
      readonly repaired?: RepairedManifest<T>;
    };

export type RepairedManifest<T> = {
  readonly manifest: T;
  /** Fields that hold a stand-in, because they are missing or wrong. */
  readonly holes: readonly Path[];
};

export type ManifestKind<T> = {
  readonly schema: z.ZodObject;
  /** Workloads have a section `environments`. */
  readonly hasEnvironments: boolean;
  /** Rules beyond the schema, for a manifest that fits it. */
  readonly findMistakes: (manifest: T) => Iterable<Finding>;
};

/**
 * Text to typed manifest: variables, the environment's overrides, types, rules. All mistakes are told at once, each
 * with its place in the original text.
 */
export function parseManifest<T>(
  source: ManifestSource,
  input: ManifestInput,
  kind: ManifestKind<T>,
): ManifestResult<T> {
  const { file, text } = source;
  const scanned = readEvents(text, file);
  if (!scanned.ok) return scanned;
  const interpolated = interpolate(text, file, input, scanned.events);
  const current =
    interpolated.text === text
      ? buildDocument(text, file, scanned.events)
      : readDocument(interpolated.text, file);
  if (!current.ok) return current;

  const writer = new IssueWriter(source, input.environment);
  const { manifest, holes, merged, findings } = readManifest(current.document, input, kind);
  const isAboutMissing = ({ path }: Finding) => {
    const found = findValue(merged, path);
    return (
      typeof found === 'string' &&
      [...interpolated.missing].some((name) => found.includes(`\${${name}}`))
    );
  };
  const issues = [
    ...interpolated.issues,
    ...writer.writeOriginal(current.document.findings),
    ...writer.writeOriginal(findDocumentMistakes(current.document.value, input, kind)),
    ...writer.writeMerged(findings.filter((finding) => !isAboutMissing(finding))),
  ];
  if (manifest === undefined) return { ok: false, issues };
  if (hasErrors(issues)) return { ok: false, issues, repaired: { manifest, holes } };
  return { ok: true, manifest, interpolatedText: interpolated.text, issues };
}

/** What can be said of the document as it stands, before an environment is chosen. */
function findDocumentMistakes<T>(
  value: PlainObject,
  { strict }: ManifestInput,
  { schema, hasEnvironments }: ManifestKind<T>,
): readonly Finding[] {
  const unknown = findUnknownKeys(value, resolveStruct(schema), { strict, hasEnvironments });
  return hasEnvironments ? [...findEnvironmentsMistakes(value.environments), ...unknown] : unknown;
}

function findEnvironmentsMistakes(environments: unknown): readonly Finding[] {
  if (environments === undefined || environments === null) return [];
  const hint = 'write the name of each environment and below it the fields to override';
  if (!isPlainObject(environments)) {
    return [errorAt(['environments'], 'must be a map of environments', hint)];
  }
  return Object.entries(environments)
    .filter(([, override]) => override !== null && !isPlainObject(override))
    .map(([name]) => errorAt(['environments', name], 'must be a map of fields to override', hint));
}

type Reading<T> = {
  readonly manifest: T | undefined;
  readonly holes: readonly Path[];
  readonly merged: PlainObject;
  readonly findings: readonly Finding[];
};

function readManifest<T>(
  document: ManifestDocument,
  { environment }: ManifestInput,
  { schema, hasEnvironments, findMistakes }: ManifestKind<T>,
): Reading<T> {
  const shape = resolveStruct(schema);
  const merged = hasEnvironments
    ? applyEnvironment(document.value, environment, shape)
    : document.value;
  const fitted = fitValues(merged, shape);
  const parsed = schema.safeParse(fitted.value);
  // Of a map without any known key, its missing keys are nothing new.
  const mistakes = [
    ...fitted.findings,
    ...findSchemaMistakes(parsed.error?.issues ?? [], fitted.value, shape).filter(
      ({ path }) => !fitted.findings.some((finding) => startsWith(path, finding.path)),
    ),
  ];
  const holes = mistakes.map((mistake) => mistake.path);
  const readable = parsed.success ? parsed : schema.safeParse(repair(fitted.value, shape, holes));
  // The schema is the one that T is inferred from; TypeScript cannot see through the table of schemas.
  const manifest = readable.success ? (readable.data as T) : undefined;
  const rules = manifest === undefined ? [] : [...findMistakes(manifest)];
  return {
    manifest,
    holes,
    merged,
    findings: [...mistakes, ...rules.filter(({ path }) => !concernsStandIn(path, mistakes))],
  };
}

function repair(
  value: unknown,
  shape: ReturnType<typeof resolveStruct>,
  holes: readonly Path[],
): unknown {
  return holes.reduce((current, hole) => repairAt(current, shape, hole), value);
}

/**
 * What a rule says about a stand-in says nothing about the manifest. Beside a choice that is none, other fields cannot
 * be judged either: which of them are allowed depends on it.
 */
function concernsStandIn(path: Path, mistakes: readonly Finding[]): boolean {
  return mistakes.some((mistake) => {
    const isInner = mistake.isChoice === true && mistake.path.length > 1;
    return startsWith(path, isInner ? mistake.path.slice(0, -1) : mistake.path);
  });
}
