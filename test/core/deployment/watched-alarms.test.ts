import {
  describeWatch,
  listAccused,
  listWatchedAlarms,
  planWatch,
} from '../../../core/deployment/watched-alarms.js';
import { aBundle, aBundleStack } from '../../support/builders.js';

const guarded = (name: string, named: readonly string[], watchMinutes?: number) =>
  aBundleStack(name, {
    alarms: { created: [], named, ...(watchMinutes === undefined ? {} : { watchMinutes }) },
  });

const RELEASE = aBundle(
  guarded('api', ['errors', '5xx']),
  aBundleStack('web', { alarms: { created: ['cpu'], named: ['errors'], environment: ['5xx'] } }),
);

test('alarms of the environment are those of all workloads', () => {
  const workload = RELEASE.environment;
  expect(listWatchedAlarms(RELEASE)).toEqual([
    { name: '5xx', workload, created: false, isShared: true },
    { name: 'cpu', workload: 'web', created: true },
    { name: 'errors', workload: 'api', created: false },
  ]);
});

test.each([
  [['cpu'], ['web']],
  [['errors'], ['api', 'web']],
  [['5xx'], ['api', 'web']],
  [['unknown'], []],
])('%j accuse %j', (names, accused) => {
  expect(listAccused(RELEASE, names)).toEqual(accused);
});

describe('how long alarms are heeded after success', () => {
  test('as the manifest says, else as the request says', () => {
    const release = aBundle(guarded('api', ['slow'], 5), guarded('web', ['errors']));
    expect(planWatch(release, 60)).toEqual([
      { name: 'errors', workload: 'web', minutes: 60 },
      { name: 'slow', workload: 'api', minutes: 5 },
    ]);
  });

  test('an alarm of several workloads as long as any of them wants', () => {
    const release = aBundle(guarded('api', ['shared'], 5), guarded('web', ['shared'], 90));
    expect(planWatch(release, 60)).toEqual([{ name: 'shared', workload: 'api', minutes: 90 }]);
  });

  test('a window of nothing arms nothing, and so does a request for no watch', () => {
    expect(planWatch(aBundle(guarded('api', ['slow'], 0)), 60)).toEqual([]);
    expect(planWatch(aBundle(guarded('api', ['slow'], 5)), 0)).toEqual([]);
  });

  test('is told with the longest first', () => {
    const watches = [
      { name: 'slow', workload: 'api', minutes: 1 },
      { name: 'errors', workload: 'web', minutes: 60 },
      { name: 'latency', workload: 'web', minutes: 60 },
    ];
    expect(describeWatch(watches)).toBe(
      'watched for 60 minutes more: errors, latency; for 1 minute more: slow',
    );
  });
});
