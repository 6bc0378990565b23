import { parseBake, planOptions } from '../../cli/rehearse/options.js';

test.each([
  ['0', 0],
  ['2.5', 2.5],
  ['1440', 1440],
])('--bake takes %s minutes, and the deadline is later', (text, minutes) => {
  const options = planOptions(parseBake(text));
  expect(options.bakeMinutes).toBe(minutes);
  expect(options.deadlineMinutes).toBeGreaterThanOrEqual(minutes + 1440);
});

test.each(['', 'x', '-1', '1441', 'Infinity'])(
  '--bake refuses "%s", and says what it takes',
  (text) => {
    expect(() => parseBake(text)).toThrow('must be a number of minutes, 0 to 1440 (a day)');
  },
);
