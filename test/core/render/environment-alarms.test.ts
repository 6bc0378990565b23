import { withEnvironmentAlarms } from '../../../core/render/environment-alarms.js';

const environment = (deployment: object) => ({
  name: 'test',
  type: 'Environment' as const,
  deployment,
});
const own = { created: ['cpu'], named: ['errors'] };

test.each([
  ['nothing of its own', undefined, own],
  ['alarms', { rollback_alarms: ['5xx', 'errors'] }, { ...own, environment: ['5xx'] }],
  ['a window', { rollback_window: '30m' }, { ...own, watchMinutes: 30 }],
])('an environment with %s', (_what, deployment, alarms) => {
  const manifest = deployment && environment(deployment);
  expect(withEnvironmentAlarms(own, manifest)).toEqual(alarms);
});

test("the workload's own window counts before the environment's", () => {
  const manifest = environment({ rollback_window: '30m' });
  expect(withEnvironmentAlarms({ ...own, watchMinutes: 10 }, manifest).watchMinutes).toBe(10);
});
