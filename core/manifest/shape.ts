import type * as z from 'zod';
import { type MergeRule, mergeRules } from './schema/merge-rules.js';
import { textFormats } from './schema/text-formats.js';

/** What a schema says about the form of a value: all that merging, reading and documenting need to know. */
export type Shape =
  | {
      readonly kind: 'text';
      readonly options?: readonly string[];
      readonly format?: 'duration' | 'port';
    }
  | { readonly kind: 'number'; readonly isWhole: boolean }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'any' }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'map'; readonly value: Shape; readonly isDeep: boolean }
  | StructShape
  | { readonly kind: 'union'; readonly options: readonly Shape[] };

export type StructShape = {
  readonly kind: 'struct';
  readonly fields: ReadonlyMap<string, FieldShape>;
  readonly rule: MergeRule;
};

export type FieldShape = {
  readonly shape: Shape;
  readonly isRequired: boolean;
  readonly defaultValue?: unknown;
};

const shapes = new WeakMap<z.core.$ZodType, Shape>();

/** The shape of a schema; computed once for each schema. */
function resolveShape(schema: z.core.$ZodType): Shape {
  const known = shapes.get(schema);
  if (known) return known;
  const shape = readShape(schema);
  shapes.set(schema, shape);
  return shape;
}

export function resolveStruct(schema: z.ZodObject): StructShape {
  const shape = resolveShape(schema);
  if (shape.kind !== 'struct') throw new TypeError('not the schema of an object');
  return shape;
}

function readShape(schema: z.core.$ZodType): Shape {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string': {
      const format = textFormats.get(schema)?.name;
      return format === undefined ? { kind: 'text' } : { kind: 'text', format };
    }
    case 'enum':
      return { kind: 'text', options: Object.values(def.entries).map(String) };
    case 'literal':
      return { kind: 'text', options: def.values.map(String) };
    case 'number':
      return { kind: 'number', isWhole: isWhole(def.checks ?? []) };
    case 'boolean':
      return { kind: 'boolean' };
    case 'unknown':
      return { kind: 'any' };
    case 'array':
      return { kind: 'list', item: resolveShape(def.element) };
    case 'record':
      return {
        kind: 'map',
        value: resolveShape(def.valueType),
        isDeep: mergeRules.get(schema)?.values === 'deep',
      };
    case 'object':
      return readStruct(schema, def.shape);
    case 'union':
      return { kind: 'union', options: def.options.map(resolveShape) };
    case 'optional':
    case 'default':
      return resolveShape(def.innerType);
    default:
      throw new TypeError(`manifests have no ${def.type} fields`);
  }
}

function readStruct(schema: z.core.$ZodType, shape: z.core.$ZodShape): StructShape {
  const fields = Object.entries(shape).map(([key, field]): [string, FieldShape] => {
    const { def } = (field as z.core.$ZodTypes)._zod;
    const entry = {
      shape: resolveShape(field),
      isRequired: def.type !== 'optional' && def.type !== 'default',
    };
    return [key, def.type === 'default' ? { ...entry, defaultValue: def.defaultValue } : entry];
  });
  return { kind: 'struct', fields: new Map(fields), rule: mergeRules.get(schema) ?? {} };
}

function isWhole(checks: readonly z.core.$ZodCheck<never>[]): boolean {
  return checks.some((check) => check._zod.def.check === 'number_format');
}
