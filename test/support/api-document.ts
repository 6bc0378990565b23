import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

type Media = { readonly schema: object; readonly example?: unknown };
export type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly requestBody?: { readonly content: { readonly [type: string]: Media } };
  readonly responses: {
    readonly [status: string]: {
      readonly description: string;
      readonly content?: { readonly [type: string]: Media };
    };
  };
};

type Document = {
  readonly openapi: string;
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: { readonly [name: string]: Schema } };
};

type Schema = { readonly [keyword: string]: unknown };

export const apiDocument = parse(
  readFileSync(join(import.meta.dirname, '../../docs/openapi.yaml'), 'utf8'),
  { maxAliasCount: -1 },
) as Document;

/** `GET /v1/plans/{id}` with its operation. */
export const operations: readonly (readonly [route: string, operation: Operation])[] =
  Object.entries(apiDocument.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  );

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(close(apiDocument) as object, 'openapi');

/**
 * Objects whose fields are named have no others: readers of the document may meet new fields, but those of today must all
 * be written down.
 */
function close(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(close);
  if (typeof value !== 'object' || value === null) return value;
  const closed = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, close(inner)]),
  );
  const isObject = 'properties' in value && 'type' in value && !('additionalProperties' in value);
  return isObject ? { ...closed, additionalProperties: false } : closed;
}

const compiled = new Map<string, ValidateFunction>();

/** What of `value` does not fit the schema at this place of the document; one line each. */
export function findMisfits(pointer: readonly string[], value: unknown): readonly string[] {
  const place = pointer.map((part) =>
    encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
  );
  const ref = `openapi#/${place.join('/')}`;
  const validate = compiled.get(ref) ?? ajv.compile({ $ref: ref });
  compiled.set(ref, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Follows `$ref`s of responses; the pointer of what is meant in the end. */
export function resolve(pointer: readonly string[]): readonly string[] {
  const found = pointer.reduce<unknown>(
    (value, key) => (value as { readonly [key: string]: unknown } | undefined)?.[key],
    apiDocument,
  );
  const ref = (found as { readonly $ref?: string } | undefined)?.$ref;
  return ref ? resolve(ref.slice(2).split('/')) : pointer;
}
