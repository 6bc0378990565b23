import { splitTime, type TimedDeployment } from '../../../core/deployment/split-time.js';

const deployment: TimedDeployment = {
  requestedAt: 0,
  finishedAt: 1000,
  timeline: [
    { at: 100, kind: 'lease-granted' },
    { at: 110, kind: 'rendered' },
  ],
  steps: [
    { name: 'deploy/environment/test', startedAt: 110, endedAt: 300 },
    { name: 'deploy/workload/api', startedAt: 300, endedAt: 500 },
    { name: 'deploy/workload/web', startedAt: null, endedAt: 450 },
    { name: 'restore/workload/api', startedAt: 700, endedAt: 990 },
  ],
  bake: { startedAt: 500, endedAt: 690 },
};

describe('splitTime', () => {
  test('says where the time went; the parts add up', () => {
    expect(splitTime(deployment)).toEqual({
      total: 1000,
      queue: 100,
      render: 10,
      stacks: 390,
      bake: 190,
      rollback: 290,
      other: 20,
    });
  });

  test('a deployment that never got the lease has waited all its time', () => {
    const waited = { ...deployment, timeline: [], steps: [], bake: null };
    expect(splitTime(waited)).toMatchObject({ queue: 1000, stacks: 0, other: 0 });
  });

  test('is not known before the end', () => {
    expect(splitTime({ ...deployment, finishedAt: null })).toBeUndefined();
  });
});
