import type { AlarmView } from '../../../core/alarms/alarm-states.js';
import { chooseTriggers, listAlarmNames } from '../../../core/alarms/choose-triggers.js';

const anAlarm = (name: string, fields: Partial<AlarmView> = {}): AlarmView => ({
  name,
  arn: `arn:${name}`,
  state: 'OK',
  reason: '',
  changedAt: 0,
  composite: false,
  ...fields,
});
const alarms = { created: ['own'], named: ['named'], environment: ['shared'] };
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

test('the workload’s own alarms come first, then those of the environment', () => {
  expect(listAlarmNames(alarms)).toEqual(['own', 'named', 'shared']);
  const { triggers } = chooseTriggers(alarms, [
    anAlarm('shared'),
    anAlarm('named'),
    anAlarm('own'),
  ]);
  expect(names(triggers)).toEqual(['own', 'named', 'shared']);
});

test('an alarm that does not exist guards nothing', () => {
  const { guards, triggers } = chooseTriggers(alarms, [anAlarm('named')]);
  expect([names(guards), names(triggers)]).toEqual([['named'], ['named']]);
});

test('an alarm that fires already is no trigger', () => {
  const found = [anAlarm('own', { state: 'ALARM' }), anAlarm('named')];
  const { guards, triggers } = chooseTriggers(alarms, found);
  expect([names(guards), names(triggers)]).toEqual([['own', 'named'], ['named']]);
});

test('five are triggers at most', () => {
  const named = ['a', 'b', 'c', 'd', 'e', 'f'];
  const { guards, triggers } = chooseTriggers(
    { created: [], named },
    named.map((name) => anAlarm(name)),
  );
  expect([guards.length, names(triggers)]).toEqual([6, ['a', 'b', 'c', 'd', 'e']]);
});

test('ECS heeds metric alarms of the workload’s own', () => {
  const found = [anAlarm('own'), anAlarm('named', { composite: true }), anAlarm('shared')];
  const { guards } = chooseTriggers(alarms, found);
  expect(guards.map(({ name, inEcs }) => [name, inEcs])).toEqual([
    ['own', true],
    ['named', false],
    ['shared', false],
  ]);
});
