import { findOvertaking } from '../../../core/rollback/find-overtaking.js';

const api = { kind: 'workload', name: 'api' };
const newer = [
  { deploymentId: 'd-3', scope: ['web'] },
  { deploymentId: 'd-2', scope: ['api', 'web'] },
];

test.each([
  ['a workload by the newest release that has it', api, newer, 'd-2'],
  ['a workload by nobody, where only others went out', api, newer.slice(0, 1), undefined],
  ['a workload by a release of everything', api, [{ deploymentId: 'd-4' }], 'd-4'],
  ['an environment by whatever stands on it', { kind: 'environment', name: 'api' }, newer, 'd-3'],
  ['an addon by whatever stands on it', { kind: 'environment-addon', name: 'bus' }, newer, 'd-3'],
  ['nothing by nobody', { kind: 'environment', name: 'test' }, [], undefined],
])('%s is overtaken', (_what, stack, releases, by) => {
  expect(findOvertaking(stack, releases)?.deploymentId).toBe(by);
});
