import { findScheduleExpression } from '../../../../core/template/job/schedule.js';

describe('schedule of a job', () => {
  test.each([
    ['rate(5 minutes)', 'rate(5 minutes)'],
    ['cron(0 9 ? * MON *)', 'cron(0 9 ? * MON *)'],
    ['none', 'none'],
    ['@hourly', 'cron(0 * * * ? *)'],
    ['@daily', 'cron(0 0 * * ? *)'],
    ['@midnight', 'cron(0 0 * * ? *)'],
    ['@weekly', 'cron(0 0 ? * 1 *)'],
    ['@monthly', 'cron(0 0 1 * ? *)'],
    ['@yearly', 'cron(0 0 1 1 ? *)'],
    ['@annually', 'cron(0 0 1 1 ? *)'],
    ['@every 1m', 'rate(1 minute)'],
    ['@every 1h30m', 'rate(90 minutes)'],
    ['* * * * *', 'cron(* * * * ? *)'],
    ['*/15 9-17 * * *', 'cron(*/15 9-17 * * ? *)'],
    ['0 9 1 * *', 'cron(0 9 1 * ? *)'],
    ['0 9 ? * *', 'cron(0 9 * * ? *)'],
    ['0 9 * * 1-5', 'cron(0 9 ? * 2-6 *)'],
    ['0 9 * * 0,6', 'cron(0 9 ? * 1,7 *)'],
    ['0 9 * JAN MON-FRI', 'cron(0 9 ? JAN MON-FRI *)'],
    ['0  9   *  *  SUN', 'cron(0 9 ? * SUN *)'],
    ['0 0 */2 * *', 'cron(0 0 */2 * ? *)'],
    ['0 0 * * */2', 'cron(0 0 ? * 1,3,5,7 *)'],
    ['0 0 * * 1-5/2', 'cron(0 0 ? * 2,4,6 *)'],
    ['0 0 * * MON-FRI/2', 'cron(0 0 ? * 2,4,6 *)'],
  ])('%s becomes %s', (schedule, expected) => {
    expect(findScheduleExpression(schedule)).toEqual({ ok: true, expression: expected });
  });

  test.each([
    ['0 9 1 * 1', 'cannot specify both DOW and DOM in cron expression'],
    ['@every 30s', 'duration must be greater than or equal to 1 minute'],
    ['@every 90s', 'duration must be a whole number of minutes or hours'],
    ['@every soon', '"soon" is not a duration such as 90m'],
    ['@fortnightly', 'unrecognized preset schedule @fortnightly'],
    ['0 9 * *', '"0 9 * *" is not a cron expression of five fields'],
    ['noneatall', '"noneatall" is not a cron expression of five fields'],
  ])('%s is refused', (schedule, problem) => {
    expect(findScheduleExpression(schedule)).toEqual({ ok: false, problem });
  });
});
