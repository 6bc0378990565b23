import { decideAfterSuccess } from '../../../core/rollback/decide-after-success.js';

const seen = {
  guard: { deploymentId: 'd-1', until: 100 },
  firingSince: 50,
  currentDeploymentId: 'd-1',
  heldBy: [],
  heldUntil: 0,
};

describe('decideAfterSuccess', () => {
  test.each([
    ['the alarm of the current release fires within the watch', {}, 'roll-back'],
    ['the alarm is quiet', { firingSince: undefined }, 'ignore'],
    ['it fired after the watch', { firingSince: 101 }, 'ignore'],
    ['a newer release is in place', { currentDeploymentId: 'd-2' }, 'ignore'],
    ['the release was rolled back already', { currentDeploymentId: undefined }, 'ignore'],
    ['another deployment is under way', { heldBy: ['d-2'] }, 'ignore'],
    ['it fired while another deployment, since over, was under way', { heldUntil: 50 }, 'ignore'],
    ['it fired after another deployment came to nothing', { heldUntil: 49 }, 'roll-back'],
  ] as const)('%s: %2$s', (_title, change, kind) => {
    expect(decideAfterSuccess({ ...seen, ...change }).kind).toBe(kind);
  });
});
