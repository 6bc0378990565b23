import type * as z from 'zod';
import { describeShape } from './describe-shape.js';
import { findNearest } from './nearest-key.js';
import { pickOption } from './pick-option.js';
import { isPlainObject } from './plain-object.js';
import type { Shape } from './shape.js';
import { errorAt, type Finding, quoteFound } from './text/finding.js';
import type { Path } from './text/path.js';
import { describeTextHint, describeTypeHint } from './type-hint.js';
import { findValue } from './walk.js';

/** What to write where a required field is missing, by the field's path without list indexes. */
const MISSING_HINTS: ReadonlyMap<string, string> = new Map([
  ['name', 'add name, the name of the folder'],
  ['image', 'add image.build (path of a Dockerfile) or image.location'],
  ['image.port', 'add image.port, the port that the container listens on'],
  ['http', 'add http.path, for instance "/"; or http: false together with nlb'],
  ['http.path', 'add path, for instance "/"'],
  ['http.additional_rules.path', 'add path, for instance "/admin"'],
  ['nlb.port', 'add port, for instance 443/tls'],
  ['on', 'add on.schedule, for instance "@daily"'],
  ['on.schedule', 'add schedule, for instance "@daily" or "rate(1 hour)"'],
]);

type SchemaIssue = z.core.$ZodIssue;

/** What a schema refuses, one finding for each place, in the words of manifests. */
export function findSchemaMistakes(
  issues: readonly SchemaIssue[],
  value: unknown,
  shape: Shape,
): readonly Finding[] {
  return issues.flatMap((issue) => translate(issue, [], value, shape));
}

function translate(
  issue: SchemaIssue,
  base: Path,
  root: unknown,
  shape: Shape,
): readonly Finding[] {
  const path: Path = [...base, ...issue.path.filter((step) => typeof step !== 'symbol')];
  const found = findValue(root, path);
  if (issue.code === 'invalid_union') return translateUnion(issue, path, root, shape);
  if (found === undefined) return [describeMissing(path)];
  switch (issue.code) {
    case 'invalid_value':
      return [describeChoice(path, found, issue.values.map(String))];
    case 'too_small':
      return [errorAt(path, `must be at least ${issue.minimum}, found ${quoteFound(found)}`)];
    case 'too_big':
      return [errorAt(path, `must be at most ${issue.maximum}, found ${quoteFound(found)}`)];
    case 'custom':
      return [
        errorAt(
          path,
          `${quoteFound(found)} ${issue.message}`,
          describeTextHint(issue.message, found),
        ),
      ];
    default:
      return [describeType(path, found, root, shape)];
  }
}

/** Only the form that the author chose is worth a message, not all forms of the field. */
function translateUnion(
  issue: Extract<SchemaIssue, { code: 'invalid_union' }>,
  path: Path,
  root: unknown,
  shape: Shape,
): readonly Finding[] {
  const found = findValue(root, path);
  const union = findShape(shape, root, path);
  if (found === undefined) return [describeMissing(path)];
  if (union?.kind !== 'union') return [errorAt(path, `found ${quoteFound(found)}`)];
  const chosen = union.options.indexOf(chooseForm(union, found) ?? union);
  const errors = issue.errors[chosen];
  if (errors === undefined) return [describeType(path, found, root, shape)];
  return errors.flatMap((inner) => translate(inner, path, root, shape));
}

function chooseForm(union: Shape & { kind: 'union' }, found: unknown): Shape | undefined {
  if (isPlainObject(found)) return pickOption(union, found);
  const kind = Array.isArray(found) ? 'list' : typeof found === 'string' ? 'text' : typeof found;
  return union.options.find((option) => option.kind === kind);
}

function describeMissing(path: Path): Finding {
  const key = path.at(-1);
  const words = path.filter((step) => typeof step === 'string').join('.');
  return errorAt(path, `"${key}" must be specified`, MISSING_HINTS.get(words) ?? `add ${key}`);
}

function describeChoice(path: Path, found: unknown, choices: readonly string[]): Finding {
  const list = choices.map((choice) => `"${choice}"`).join(', ');
  const near = typeof found === 'string' ? findNearest(found, choices) : undefined;
  const must = choices.length === 1 ? 'must be' : 'must be one of';
  const hint = near === undefined ? undefined : `did you mean "${near}"?`;
  return { ...errorAt(path, `${must} ${list}, found ${quoteFound(found)}`, hint), isChoice: true };
}

function describeType(path: Path, found: unknown, root: unknown, shape: Shape): Finding {
  const expected = findShape(shape, root, path);
  const what = expected ? describeShape(expected) : 'something else';
  const hint = expected && describeTypeHint(expected, found);
  return errorAt(path, `expected ${what}, found ${quoteFound(found)}`, hint);
}

/** The shape of the field at a path; the values on the way tell which form is meant. */
function findShape(shape: Shape, value: unknown, path: Path): Shape | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return shape;
  const form = shape.kind === 'union' ? chooseForm(shape, value) : shape;
  const next = findValue(value, [step]);
  if (form?.kind === 'list') return findShape(form.item, next, rest);
  if (form?.kind === 'map') return findShape(form.value, next, rest);
  const field = form?.kind === 'struct' ? form.fields.get(String(step)) : undefined;
  return field && findShape(field.shape, next, rest);
}
