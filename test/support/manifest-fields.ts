import type * as z from 'zod';
import { Environment, EnvironmentAddons } from '../../core/manifest/schema/environment.js';
import { WORKLOAD_SCHEMAS } from '../../core/manifest/schema/workload.js';
import { type FieldShape, resolveStruct, type Shape } from '../../core/manifest/shape.js';

/** One field of one or more types of manifests, as the manual lists it. */
export type ManifestField = {
  /** `sidecars.<name>.port`, `publish.topics[].name`. */
  readonly path: string;
  /** Letters of the types that have it; `ENVIRONMENT` for environments. */
  readonly types: string;
  readonly form: string;
  /** As YAML; empty without one. */
  readonly defaultValue: string;
  readonly isRequired: boolean;
};

const LETTERS = {
  L: 'Load Balanced Web Service',
  B: 'Backend Service',
  W: 'Worker Service',
  J: 'Scheduled Job',
  R: 'Request-Driven Web Service',
  S: 'Static Site',
} as const;

export const MANIFEST_SCHEMAS: ReadonlyMap<string, z.ZodObject> = new Map<string, z.ZodObject>([
  ...Object.entries(LETTERS).map(([letter, type]) => [letter, WORKLOAD_SCHEMAS[type]] as const),
  ['E', Environment] as const,
  ['A', EnvironmentAddons] as const,
]);

/** All fields of all types, in the order of the schemas; a field that several types share is one entry. */
export function listManifestFields(): readonly ManifestField[] {
  const fields = new Map<string, ManifestField>();
  for (const [letter, schema] of MANIFEST_SCHEMAS) {
    for (const field of listSchemaFields(schema)) {
      const key = [field.path, field.form, field.defaultValue, field.isRequired].join('|');
      const types = (fields.get(key)?.types ?? '') + letter;
      fields.set(key, { ...field, types });
    }
  }
  return [...fields.values()];
}

type OneField = Omit<ManifestField, 'types'>;

/** All fields of a schema, in its order. */
export const listSchemaFields = (schema: z.ZodObject): readonly OneField[] =>
  listFields(resolveStruct(schema), '');

function listFields(shape: Shape, path: string): readonly OneField[] {
  switch (shape.kind) {
    case 'struct':
      return [...shape.fields].flatMap(([key, field]) => {
        const at = path === '' ? key : `${path}.${key}`;
        return [describeField(field, at), ...listFields(field.shape, at)];
      });
    case 'list':
      return listFields(shape.item, `${path}[]`);
    case 'map':
      return [
        ...(isComposite(shape.value)
          ? [describeField({ shape: shape.value, isRequired: false }, `${path}.<name>`)]
          : []),
        ...listFields(shape.value, `${path}.<name>`),
      ];
    case 'union':
      return shape.options.flatMap((option) => listFields(option, path));
    default:
      return [];
  }
}

function isComposite(shape: Shape): boolean {
  return shape.kind === 'struct' || shape.kind === 'union';
}

function describeField({ shape, isRequired, defaultValue }: FieldShape, path: string): OneField {
  return {
    path,
    form: describeForm(shape),
    defaultValue:
      defaultValue === undefined || typeof defaultValue === 'object' ? '' : String(defaultValue),
    isRequired,
  };
}

function describeForm(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return shape.options ? 'choice' : (shape.format ?? 'text');
    case 'number':
      return shape.isWhole ? 'whole number' : 'number';
    case 'boolean':
      return 'boolean';
    case 'any':
      return 'anything';
    case 'struct':
      return 'map';
    case 'list':
      return `list of ${describeForm(shape.item)}`;
    case 'map':
      return `map of ${describeForm(shape.value)}`;
    case 'union':
      return [...new Set(shape.options.map(describeForm))].join(' or ');
  }
}
