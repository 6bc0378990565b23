import { decideAfterSuccess } from '../../../core/rollback/decide-after-success.js';

const seen = {
  guard: { deploymentId: 'd-1', until: 100 },
  now: 50,
  isFiring: true,
  currentDeploymentId: 'd-1',
  heldBy: [],
};

describe('decideAfterSuccess', () => {
  test.each([
    ['the alarm of the current release fires within the watch', {}, 'roll-back'],
    ['the alarm is quiet again', { isFiring: false }, 'ignore'],
    ['the watch is over', { now: 101 }, 'ignore'],
    ['a newer release is in place', { currentDeploymentId: 'd-2' }, 'ignore'],
    ['the release was rolled back already', { currentDeploymentId: undefined }, 'ignore'],
    ['another deployment is under way', { heldBy: ['d-2'] }, 'ignore'],
  ] as const)('%s: %2$s', (_title, change, kind) => {
    expect(decideAfterSuccess({ ...seen, ...change }).kind).toBe(kind);
  });
});
