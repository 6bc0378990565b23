import { fitScalar, unwrapValue } from './fit-scalar.js';
import { pickOption } from './pick-option.js';
import { isPlainObject, type PlainObject } from './plain-object.js';
import { renameKeys } from './rename-keys.js';
import type { Shape, StructShape } from './shape.js';
import { errorAt, type Finding } from './text/finding.js';
import type { Path } from './text/path.js';
import { describeKnownKeys } from './type-hint.js';

/** Order in which a scalar is tried on a field with several forms. */
const SCALAR_KINDS = ['boolean', 'number', 'text'] as const;

export type FittedValues = { readonly value: PlainObject; readonly findings: readonly Finding[] };

/**
 * Brings YAML values into the types of a schema where the text leaves no doubt. Nulls are dropped, as items of lists
 * too; in a map of texts they are empty texts. What does not fit stays, for the schema to refuse.
 */
export function fitValues(value: PlainObject, shape: StructShape): FittedValues {
  const findings: Finding[] = [];
  return { value: fitStruct(value, shape, [], findings), findings };
}

function fitStruct(
  value: PlainObject,
  shape: StructShape,
  path: Path,
  findings: Finding[],
): PlainObject {
  const fitted: { [key: string]: unknown } = {};
  for (const [key, item] of Object.entries(renameKeys(value, shape))) {
    const field = shape.fields.get(key)?.shape;
    // Where anything may stand, null is a value: taskdef_overrides put it into the template.
    if (item === undefined || (item === null && field?.kind !== 'any')) continue;
    const value = field ? fitValue(item, field, [...path, key], findings) : unwrapValue(item);
    if (!isAbsent(value, field)) fitted[key] = value;
  }
  return fitted;
}

function isAbsent(value: unknown, shape: Shape | undefined): boolean {
  if (shape?.kind !== 'struct' || !shape.rule.isAbsentWhenEmpty || !isPlainObject(value)) {
    return false;
  }
  return !Object.keys(value).some((key) => shape.fields.has(key));
}

function fitValue(value: unknown, shape: Shape, path: Path, findings: Finding[]): unknown {
  if (isPlainObject(value)) return fitMapping(value, shape, path, findings);
  if (Array.isArray(value)) {
    const list = shape.kind === 'union' ? shape.options.find(isList) : shape;
    if (list?.kind !== 'list') return unwrapValue(value);
    const items = list.item.kind === 'any' ? value : value.filter((item) => item !== null);
    return items.map((item, i) => fitValue(item, list.item, [...path, i], findings));
  }
  if (shape.kind !== 'union') return fitScalar(value, shape) ?? unwrapValue(value);
  for (const kind of SCALAR_KINDS) {
    const option = shape.options.find((candidate) => candidate.kind === kind);
    const fitted = option && fitScalar(value, option);
    if (fitted !== undefined) return fitted;
  }
  return unwrapValue(value);
}

function isList(shape: Shape): boolean {
  return shape.kind === 'list';
}

function fitMapping(value: PlainObject, shape: Shape, path: Path, findings: Finding[]): unknown {
  const form = pickOption(shape, value);
  if (form?.kind === 'map') return fitMap(value, form.value, path, findings);
  if (form?.kind !== 'struct') return unwrapValue(value);
  const fitted = fitStruct(value, form, path, findings);
  const knowsSome = Object.keys(fitted).some((key) => form.fields.has(key));
  if (shape.kind === 'union' && !knowsSome) {
    const structs = shape.options.filter((option) => option.kind === 'struct');
    const message = 'is a map without any key that is known here';
    findings.push(errorAt(path, message, describeKnownKeys(structs)));
  }
  return fitted;
}

function fitMap(value: PlainObject, shape: Shape, path: Path, findings: Finding[]): PlainObject {
  const takesText =
    shape.kind === 'text' ||
    (shape.kind === 'union' && shape.options.some((option) => option.kind === 'text'));
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    if (item !== null || shape.kind === 'any')
      return [[key, fitValue(item, shape, [...path, key], findings)]];
    return takesText ? [[key, '']] : [];
  });
  return Object.fromEntries(entries);
}
