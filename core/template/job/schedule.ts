import { findGoDuration } from '../../manifest/resolve/go-duration.js';

export type ScheduleResult =
  | { readonly ok: true; readonly expression: string }
  /** What is wrong, lower case. */
  | { readonly ok: false; readonly problem: string };

/** EventBridge's own forms, and `none` for a job that is never started by itself. */
const PASSED_THROUGH = /^((rate|cron)\(.*\)|none)$/;

/** Minutes, hours, day of month, month, day of week, year. */
const PRESETS: { readonly [name: string]: string } = {
  '@hourly': '0 * * * ? *',
  '@daily': '0 0 * * ? *',
  '@midnight': '0 0 * * ? *',
  '@weekly': '0 0 ? * 1 *',
  '@monthly': '0 0 1 * ? *',
  '@yearly': '0 0 1 1 ? *',
  '@annually': '0 0 1 1 ? *',
};

const cron = (fields: string): ScheduleResult => ({ ok: true, expression: `cron(${fields})` });
const refuse = (problem: string): ScheduleResult => ({ ok: false, problem });

function everyExpression(text: string): ScheduleResult {
  const seconds = findGoDuration(text);
  if (seconds === undefined) return refuse(`"${text}" is not a duration such as 90m`);
  if (seconds < 60) return refuse('duration must be greater than or equal to 1 minute');
  if (seconds % 60 !== 0) return refuse('duration must be a whole number of minutes or hours');
  const minutes = seconds / 60;
  return { ok: true, expression: `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})` };
}

const isSpecified = (field: string): boolean => field !== '*' && field !== '?';

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Number of a weekday as cron counts, from a digit or a name. */
function weekdayNumber(text: string): number {
  const named = WEEKDAYS.indexOf(text.toUpperCase());
  return named < 0 ? Number(text) : named;
}

/** The days of a field with a step, such as `1-5/2`, one by one: EventBridge knows no steps of weekdays. */
function expandWeekdays(days: string, step: string): string {
  const [from = '*', to = '6'] = days.split('-');
  const first = from === '*' || from === '?' ? 0 : weekdayNumber(from);
  const last = weekdayNumber(to);
  const expanded: number[] = [];
  for (let day = first; day <= last; day += Math.max(1, Number(step) || 1)) expanded.push(day + 1);
  return expanded.join(',');
}

/** Days of the week count from 0 in cron and from 1 at EventBridge. */
function shiftWeekdays(field: string): string {
  return field
    .split(',')
    .map((part) => {
      const [days = '', step] = part.split('/');
      return step === undefined
        ? days.replace(/\d/g, (day) => String(Number(day) + 1))
        : expandWeekdays(days, step);
    })
    .join(',');
}

/** Five cron fields as EventBridge's six, of which either the day of the month or of the week must be `?`. */
function cronExpression(fields: readonly string[]): ScheduleResult {
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = fields;
  if (isSpecified(day) && isSpecified(weekday)) {
    return refuse('cannot specify both DOW and DOM in cron expression');
  }
  if (isSpecified(weekday)) {
    return cron([minute, hour, '?', month, shiftWeekdays(weekday), '*'].join(' '));
  }
  return cron([minute, hour, isSpecified(day) ? day : '*', month, '?', '*'].join(' '));
}

/** Schedule expression of EventBridge for `on.schedule`: cron, `@daily` and its like, `@every 2h`, `rate(…)`, `none`. */
export function findScheduleExpression(schedule: string): ScheduleResult {
  if (PASSED_THROUGH.test(schedule)) return { ok: true, expression: schedule };
  if (schedule.startsWith('@every ')) return everyExpression(schedule.slice('@every '.length));
  if (schedule.startsWith('@')) {
    const preset = PRESETS[schedule];
    return preset === undefined ? refuse(`unrecognized preset schedule ${schedule}`) : cron(preset);
  }
  const fields = schedule.split(/\s+/).filter((field) => field !== '');
  return fields.length === 5
    ? cronExpression(fields)
    : refuse(`"${schedule}" is not a cron expression of five fields`);
}
