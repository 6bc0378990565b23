import * as fc from 'fast-check';
import { applyEnvironment } from '../../../core/manifest/apply-environment.js';
import { fitValues } from '../../../core/manifest/fit-values.js';
import type { PlainObject } from '../../../core/manifest/plain-object.js';
import { WORKLOAD_SCHEMAS } from '../../../core/manifest/schema/workload.js';
import { resolveStruct, type StructShape } from '../../../core/manifest/shape.js';
import { WORKLOAD_TYPES, type WorkloadType } from '../../../core/workspace/workspace.js';
import { arbitraryOf } from '../../support/arbitrary-manifest.js';

/** Freezes a value all the way down, so that a change of the input throws. */
function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const item of Object.values(value)) freeze(item);
  }
  return value;
}

describe('laws of environment overrides', () => {
  const shapes = WORKLOAD_TYPES.map((type) => ({
    type,
    shape: resolveStruct(WORKLOAD_SCHEMAS[type]),
  }));
  const sides = fc.constantFrom(...shapes).chain(({ type, shape }) => {
    const side = arbitraryOf(shape, { text: fc.constantFrom('0', 'a', '') });
    return fc.record({ type: fc.constant(type), base: side, override: side });
  });
  type Sides = { type: WorkloadType; shape: StructShape };
  const law = (check: (sides: Sides & { base: PlainObject; override: PlainObject }) => void) =>
    void fc.assert(
      fc.property(sides, (given) => {
        freeze(given.base);
        freeze(given.override);
        check({ ...given, shape: resolveStruct(WORKLOAD_SCHEMAS[given.type]) } as never);
      }),
      { numRuns: 400 },
    );
  const apply = (base: PlainObject, override: unknown, shape: StructShape) =>
    applyEnvironment({ ...base, environments: { test: override } }, 'test', shape);

  test('an empty override changes nothing', () => {
    law(({ base, shape }) => expect(apply(base, {}, shape)).toEqual(base));
  });

  test('the same override twice is the override once', () => {
    law(({ base, override, shape }) => {
      const once = apply(base, override, shape);
      expect(apply(once, override, shape)).toEqual(once);
    });
  });

  test('fields that the override does not name stay as they are', () => {
    law(({ base, override, shape }) => {
      const merged = apply(base, override, shape);
      for (const [key, value] of Object.entries(base)) {
        if (!Object.hasOwn(override, key)) expect(merged[key]).toEqual(value);
      }
    });
  });

  test('every scalar and list of the override is in the result', () => {
    const check = (override: unknown, merged: unknown): void => {
      if (typeof override !== 'object' || override === null || Array.isArray(override)) {
        expect(merged).toEqual(override);
        return;
      }
      for (const [key, value] of Object.entries(override)) {
        check(value, (merged as PlainObject)[key]);
      }
    };
    law(({ base, override, shape, type }) => {
      const { name: _name, type: _type, ...fields } = override;
      // A Static Site keeps an alias that the override blanks.
      if (type !== 'Static Site') check(fields, apply(base, fields, shape));
    });
  });

  test('nulls are as if they were not there', () => {
    law(({ base, override, shape }) => {
      const nulls = Object.fromEntries(Object.keys(override).map((key) => [key, null]));
      expect(apply(base, nulls, shape)).toEqual(base);
    });
  });

  test('two manifests that fit the schema merge into one that fits it', () => {
    const side = fc.constantFrom(...shapes).chain(({ type, shape }) => {
      const value = arbitraryOf(shape, { text: fc.constant('0') });
      return fc.record({ type: fc.constant(type), base: value, override: value });
    });
    void fc.assert(
      fc.property(side, ({ type, base, override }) => {
        const shape = resolveStruct(WORKLOAD_SCHEMAS[type]);
        const merged = apply(base as PlainObject, override, shape);
        const result = WORKLOAD_SCHEMAS[type].safeParse(fitValues(merged, shape).value);
        expect(result.error?.issues ?? []).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
