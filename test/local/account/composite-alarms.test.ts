import { parseAlarmRule } from '../../../local/account/cloudwatch/alarm-rule.js';
import type { AlarmState } from '../../../local/account/simulated-account.js';
import { anAccount } from '../../support/account.js';

const STATES: { readonly [name: string]: AlarmState } = {
  a: 'ALARM',
  b: 'OK',
  'with-dash': 'INSUFFICIENT_DATA',
};

describe('a rule', () => {
  test.each([
    ['ALARM(a)', true],
    ['ALARM(b)', false],
    ['ALARM("a") AND ALARM("b")', false],
    ['ALARM(a) OR ALARM(b)', true],
    ['ALARM(a) AND NOT ALARM(b)', true],
    ['NOT (ALARM(a) OR ALARM(b))', false],
    ['ALARM(b) AND ALARM(b) OR ALARM(a)', true],
    ['ALARM(b) AND (ALARM(b) OR ALARM(a))', false],
    [
      'INSUFFICIENT_DATA(with-dash) AND OK(arn:aws:cloudwatch:us-east-1:111111111111:alarm:b)',
      true,
    ],
    ['(TRUE AND FALSE)', false],
    ['NOT NOT TRUE', true],
  ])('%s is met: %s', (text, expected) => {
    expect(parseAlarmRule(text).isMet((name) => STATES[name])).toBe(expected);
  });

  test.each(['', 'ALARM', 'ALARM(a', 'ALARM(a) AND', 'ALARM(a) ALARM(b)', 'alarm(a)', '(TRUE'])(
    '"%s" is none',
    (text) => {
      expect(() => parseAlarmRule(text)).toThrow(/^AlarmRule is not valid at position/);
    },
  );
});

describe('a composite alarm', () => {
  const withBoth = () => {
    const it = anAccount();
    const { alarms } = it.account;
    alarms.create('a');
    alarms.create('b');
    alarms.create('both', { rule: 'ALARM(a) AND ALARM(b)' });
    alarms.create('above', { rule: 'ALARM(both)' });
    return { ...it, alarms };
  };

  test('follows its children, and composite alarms above it follow it', () => {
    const { alarms } = withBoth();
    const states = () => ['a', 'b', 'both', 'above'].map(alarms.state);
    expect(states()).toEqual(['OK', 'OK', 'OK', 'OK']);
    alarms.set('a', 'ALARM');
    expect(states()).toEqual(['ALARM', 'OK', 'OK', 'OK']);
    alarms.set('b', 'ALARM');
    expect(states()).toEqual(['ALARM', 'ALARM', 'ALARM', 'ALARM']);
    alarms.set('a', 'INSUFFICIENT_DATA');
    expect(states()).toEqual(['INSUFFICIENT_DATA', 'ALARM', 'OK', 'OK']);
  });

  test('sends the event of a change of state, with the child that decided', () => {
    const { alarms, account } = withBoth();
    alarms.set('a', 'ALARM');
    alarms.set('b', 'ALARM');
    const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:111111111111:alarm:${name}`;
    const [event] = account.events.sent().filter(({ detail }) => detail.alarmName === 'both');
    expect(event).toMatchObject({
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      resources: [arn('both')],
      detail: {
        configuration: { alarmRule: 'ALARM(a) AND ALARM(b)' },
        state: {
          value: 'ALARM',
          reason: expect.stringMatching(
            `^${arn('b')} transitioned to ALARM at \\w+ \\d+ \\w+, \\d{4} [\\d:]{8} UTC$`,
          ),
          reasonData: expect.stringContaining(`{"triggeringAlarms":[{"arn":"${arn('b')}"`),
        },
        previousState: {
          value: 'OK',
          reason: `${arn('both')} was created and its alarm rule evaluates to OK`,
        },
      },
    });
  });

  test('is evaluated when its rule changes, and set by hand until a child changes', async () => {
    const { alarms, call } = withBoth();
    alarms.set('a', 'ALARM');
    await call('CloudWatch', 'PutCompositeAlarm', { AlarmName: 'both', AlarmRule: 'ALARM(a)' });
    expect(alarms.state('both')).toBe('ALARM');
    await call('CloudWatch', 'SetAlarmState', { AlarmName: 'both', StateValue: 'OK' });
    expect(alarms.state('both')).toBe('OK');
    alarms.set('b', 'ALARM');
    expect(alarms.state('both')).toBe('OK');
    alarms.set('a', 'OK');
    alarms.set('a', 'ALARM');
    expect(alarms.state('both')).toBe('ALARM');
  });

  test('in a cycle is evaluated once', async () => {
    const { alarms, call } = withBoth();
    const AlarmRule = 'ALARM(a) OR ALARM(above)';
    await call('CloudWatch', 'PutCompositeAlarm', { AlarmName: 'both', AlarmRule });
    alarms.set('a', 'ALARM');
    expect(alarms.state('above')).toBe('ALARM');
  });

  test('needs its children: they exist before it, and stay', async () => {
    const { call } = withBoth();
    await expect(
      call('CloudWatch', 'PutCompositeAlarm', { AlarmName: 'c', AlarmRule: 'ALARM(x) OR OK(a)' }),
    ).rejects.toThrow('Could not save the composite alarm as alarms [x] in the alarm rule do not');
    await expect(call('CloudWatch', 'DeleteAlarms', { AlarmNames: ['a', 'b'] })).rejects.toThrow(
      'Cannot delete a,b as there are composite alarm(s) depending on them.',
    );
    await call('CloudWatch', 'DeleteAlarms', { AlarmNames: ['above'] });
  });

  test('is told only to whoever asks for its type', async () => {
    const { call } = withBoth();
    type Described = { readonly MetricAlarms: unknown[]; readonly CompositeAlarms: unknown[] };
    const of = async (input: object) => {
      const found = await call<Described>('CloudWatch', 'DescribeAlarms', input);
      return [found.MetricAlarms.length, found.CompositeAlarms.length];
    };
    expect(await of({ AlarmNames: ['a', 'both'] })).toEqual([1, 0]);
    expect(await of({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })).toEqual([2, 2]);
  });
});
