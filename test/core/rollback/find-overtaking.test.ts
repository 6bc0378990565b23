import type { StackKey } from '../../../core/release/stack-key.js';
import { findOvertaking } from '../../../core/rollback/find-overtaking.js';

const api = { kind: 'workload', name: 'api' };
const newer = [
  { deploymentId: 'd-3', scope: ['web'] },
  { deploymentId: 'd-2', scope: ['api', 'web'] },
];

const keeping = (...kept: readonly StackKey[]) => [
  { deploymentId: 'd-5', scope: 'all' as const, kept },
];

test.each([
  ['a workload by the newest release that has it', api, newer, 'd-2'],
  ['a workload by nobody, where only others went out', api, newer.slice(0, 1), undefined],
  ['a workload by a release of everything', api, [{ deploymentId: 'd-4' }], 'd-4'],
  ['an environment by whatever stands on it', { kind: 'environment', name: 'api' }, newer, 'd-3'],
  ['an addon by whatever stands on it', { kind: 'environment-addon', name: 'bus' }, newer, 'd-3'],
  ['a workload by a release that was rolled back without it', api, keeping('workload/api'), 'd-5'],
  ['a workload not by others that stayed', api, keeping('workload/web'), undefined],
  [
    'an environment by a workload that stayed',
    { kind: 'environment', name: 'test' },
    keeping('workload/api'),
    'd-5',
  ],
  [
    'an environment not by an addon that stayed',
    { kind: 'environment', name: 'test' },
    keeping('environment-addon/bus'),
    undefined,
  ],
  ['nothing by nobody', { kind: 'environment', name: 'test' }, [], undefined],
])('%s is overtaken', (_what, stack, releases, by) => {
  expect(findOvertaking(stack, releases)?.deploymentId).toBe(by);
});
