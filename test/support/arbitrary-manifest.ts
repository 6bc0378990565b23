import * as fc from 'fast-check';
import type { Shape, StructShape } from '../../core/manifest/shape.js';

type Options = {
  /** Scalars of text fields. */
  readonly text: fc.Arbitrary<unknown>;
  /** Mixed into every field: what the schema does not ask for. */
  readonly noise?: fc.Arbitrary<unknown>;
};

const NAMES = fc.constantFrom('api', 'nginx', 'LOG_LEVEL', 'data', 'from_cfn', 'path');
const JSON_VALUE = fc.jsonValue({ maxDepth: 2 });

/** Values of a shape, each field present or not; with `noise` some of them are of any kind. */
export function arbitraryOf(shape: Shape, options: Options, depth = 0): fc.Arbitrary<unknown> {
  const own = arbitraryOfKind(shape, options, depth);
  if (options.noise === undefined) return own;
  return fc.oneof({ weight: 12, arbitrary: own }, { weight: 1, arbitrary: options.noise });
}

function arbitraryOfKind(shape: Shape, options: Options, depth: number): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'text':
      return shape.options ? fc.constantFrom(...shape.options) : options.text;
    case 'number':
      return shape.isWhole
        ? fc.integer({ min: 0, max: 65_535 })
        : fc.double({ min: 0, max: 1000, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'any':
      return JSON_VALUE;
    case 'list':
      return fc.array(arbitraryOf(shape.item, options, depth + 1), { maxLength: 2 });
    case 'map':
      return fc.dictionary(NAMES, arbitraryOf(shape.value, options, depth + 1), {
        maxKeys: 2,
        noNullPrototype: true,
      });
    case 'union':
      return fc.oneof(...shape.options.map((option) => arbitraryOf(option, options, depth)));
    case 'struct':
      return arbitraryStruct(shape, options, depth);
  }
}

/** Without noise all required fields are there; of the others a handful, so that runs stay quick. */
function arbitraryStruct(
  shape: StructShape,
  options: Options,
  depth: number,
): fc.Arbitrary<unknown> {
  const isKept = (key: string) =>
    options.noise === undefined && shape.fields.get(key)?.isRequired === true;
  const keys = [...shape.fields.keys()];
  const optional = keys.filter((key) => !isKept(key));
  const maxLength = Math.min(optional.length, depth === 0 ? 7 : 3);
  return fc.subarray(optional, { maxLength }).chain((chosen) => {
    const present = keys.filter((key) => isKept(key) || chosen.includes(key));
    const model = present.map((key): [string, fc.Arbitrary<unknown>] => {
      const field = shape.fields.get(key)?.shape ?? { kind: 'any' };
      return [key, arbitraryOf(field, options, depth + 1)];
    });
    return fc.record(Object.fromEntries(model), { noNullPrototype: true });
  });
}
