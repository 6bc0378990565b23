import { describeTrouble } from '../../../../functions/support/runtime/trouble.js';

const json = JSON.stringify;

describe('describeTrouble', () => {
  test.each([
    ['nothing', null, undefined],
    [
      'a function that threw',
      { Error: 'LeaseLost', Cause: json({ errorType: 'LeaseLost', errorMessage: 'too late' }) },
      'LeaseLost: too late',
    ],
    [
      'a nested execution that failed',
      {
        Error: 'States.TaskFailed',
        Cause: json({
          Status: 'FAILED',
          Error: 'States.TaskFailed',
          Cause: json({
            Error: 'TypeError',
            Cause: json({ errorType: 'TypeError', errorMessage: 'x is undefined' }),
          }),
        }),
      },
      'TypeError: x is undefined',
    ],
    [
      'a nested execution that was stopped',
      { Error: 'States.TaskFailed', Cause: json({ Status: 'ABORTED' }) },
      'a nested execution ended ABORTED',
    ],
    ['a time-out', { Error: 'States.Timeout' }, 'States.Timeout'],
    [
      'plain words',
      { Error: 'States.Runtime', Cause: 'no such field' },
      'States.Runtime: no such field',
    ],
    ['a cause that is a number', { Error: 'E', Cause: '42' }, 'E: 42'],
  ])('tells the words of %s', (_what, trouble, words) => {
    expect(describeTrouble(trouble)).toBe(words);
  });
});
