import {
  type AlarmView,
  describeSilence,
  findBreaches,
  takeBaseline,
  type WatchedAlarm,
} from '../../../core/alarms/alarm-states.js';

const cpu: WatchedAlarm = { name: 'cpu', workload: 'api', created: false };
const alarm = (state: AlarmView['state'], changedAt = 0): AlarmView => ({
  name: 'cpu',
  arn: 'arn:aws:cloudwatch:us-east-1:111111111111:alarm:cpu',
  state,
  reason: 'because',
  changedAt,
  composite: false,
});

describe('takeBaseline', () => {
  test.each([
    ['OK', 'refuse', 'proceed', 0],
    ['ALARM', 'refuse', 'refuse', 1],
    ['ALARM', 'proceed-unprotected', 'proceed', 1],
    ['ALARM', 'rearm-when-ok', 'proceed', 1],
    ['INSUFFICIENT_DATA', 'refuse', 'proceed', 1],
  ] as const)('an alarm in %s under %s: %s, with %d notes', (state, policy, decision, notes) => {
    const baseline = takeBaseline([cpu], [alarm(state)], policy, 5);
    expect(baseline.decision.kind).toBe(decision);
    expect(baseline.notes).toHaveLength(notes);
    expect(baseline.alarms[0]).toMatchObject({ name: 'cpu', workload: 'api', state });
  });

  test('a named alarm that does not exist is told', () => {
    expect(takeBaseline([cpu], [], 'rearm-when-ok', 5).notes).toEqual([
      'alarm cpu of api does not exist: it protects nothing',
    ]);
  });

  test('an alarm that the release makes itself may be absent before', () => {
    const { notes } = takeBaseline([{ ...cpu, created: true }], [], 'rearm-when-ok', 5);
    expect(notes).toEqual(['alarm cpu is made by this release; it protects api from then on']);
  });

  test('a refusal names every alarm that fires', () => {
    const two = [cpu, { ...cpu, name: 'memory' }];
    const states = [alarm('ALARM'), { ...alarm('ALARM'), name: 'memory' }];
    expect(takeBaseline(two, states, 'refuse', 5).decision).toEqual({
      kind: 'refuse',
      reason: 'alarms cpu, memory already fire before the first change, and the policy is "refuse"',
    });
  });
});

describe('findBreaches', () => {
  const at = (before: AlarmView['state'] | 'absent') => ({
    takenAt: 100,
    alarms: [{ name: 'cpu', workload: 'api', state: before, reason: '' }],
  });

  test.each([
    ['OK', 'ALARM', 150, 'rearm-when-ok', 'ignore', 1, 'fires during the bake'],
    ['absent', 'ALARM', 150, 'rearm-when-ok', 'ignore', 1, 'is new and fires'],
    ['INSUFFICIENT_DATA', 'ALARM', 150, 'rearm-when-ok', 'ignore', 1, 'had no data and fires'],
    ['ALARM', 'ALARM', 50, 'rearm-when-ok', 'ignore', 0, 'has fired all along'],
    ['ALARM', 'ALARM', 150, 'rearm-when-ok', 'ignore', 1, 'was OK in between and fires again'],
    [
      'ALARM',
      'ALARM',
      150,
      'proceed-unprotected',
      'ignore',
      0,
      'is switched off for this deployment',
    ],
    ['OK', 'OK', 0, 'rearm-when-ok', 'ignore', 0, 'is quiet'],
    [
      'OK',
      'INSUFFICIENT_DATA',
      150,
      'rearm-when-ok',
      'ignore',
      0,
      'lost its data, which is ignored',
    ],
    [
      'OK',
      'INSUFFICIENT_DATA',
      150,
      'rearm-when-ok',
      'breaching',
      1,
      'lost its data, which is a breach',
    ],
    [
      'INSUFFICIENT_DATA',
      'INSUFFICIENT_DATA',
      50,
      'rearm-when-ok',
      'breaching',
      0,
      'never had data',
    ],
  ] as const)(
    'before %s, now %s since %d, %s/%s: %d breaches (%s)',
    (before, now, changedAt, firing, missing, count, _title) => {
      expect(
        findBreaches([cpu], [alarm(now, changedAt)], at(before), { firing, missing }),
      ).toHaveLength(count);
    },
  );

  test.each([
    ['OK', 'ignore', 0],
    ['OK', 'breaching', 1],
    ['ALARM', 'breaching', 0],
    ['absent', 'breaching', 0],
  ] as const)(
    'before %s, now deleted, missing data is "%s": %d breaches',
    (before, missing, count) => {
      const policy = { firing: 'rearm-when-ok', missing } as const;
      expect(findBreaches([cpu], [], at(before), policy)).toHaveLength(count);
    },
  );
});

describe('describeSilence', () => {
  const GONE = 'alarm cpu of api is gone: it protects nothing any more';
  const SILENT = 'alarm cpu of api has no data: it has said nothing of this release';

  test.each<[AlarmView['state'] | 'gone', 'OK' | 'absent', boolean, readonly string[]]>([
    ['OK', 'OK', false, []],
    ['INSUFFICIENT_DATA', 'OK', false, [SILENT]],
    ['gone', 'OK', false, [GONE]],
    ['gone', 'absent', false, []],
    ['gone', 'absent', true, [GONE]],
  ])('now %s, before %s, made by the release: %s', (now, before, created, told) => {
    const alarms = [{ name: 'cpu', workload: 'api', state: before, reason: '' }];
    const existing = now === 'gone' ? [] : [alarm(now)];
    expect(describeSilence([{ ...cpu, created }], existing, { alarms })).toEqual(told);
  });
});
