import { isPartlyInPlace, listStacksInPlace } from '../../../core/release/stacks-in-place.js';
import { aBundle, aBundleStack } from '../../support/builders.js';

const bundle = aBundle(aBundleStack('api'), aBundleStack('web'));

test.each([
  ['all that succeeded', { verdict: 'SUCCEEDED' } as const, ['api', 'web']],
  ['nothing that was rolled back', { verdict: 'ROLLED_BACK' } as const, []],
  ['but for what stayed', { verdict: 'ROLLED_BACK', kept: ['workload/web'] } as const, ['web']],
  [
    'and was not deleted since',
    {
      verdict: 'ROLLED_BACK',
      kept: ['workload/web'],
      removed: [{ kind: 'workload', name: 'web' }],
    } as const,
    [],
  ],
  ['nothing that was left dirty', { verdict: 'FAILED_DIRTY' } as const, []],
])('in place is %s', (_what, release, names) => {
  expect(listStacksInPlace(bundle, release).map(({ name }) => name)).toEqual(names);
});

test.each([
  [true, { verdict: 'SUCCEEDED' } as const],
  [true, { verdict: 'CANCELLED', kept: ['environment-addon/bus'] } as const],
  [false, { verdict: 'CANCELLED', kept: [] } as const],
  [false, { verdict: 'FAILED_DIRTY' } as const],
])('is partly in place: %s', (expected, release) => {
  expect(isPartlyInPlace(release)).toBe(expected);
});
