import { findScheduleExpression } from '../../template/job/schedule.js';
import { findGoDuration } from '../resolve/go-duration.js';
import type { ScheduledJob } from '../schema/scheduled-job.js';
import { errorAt, type Finding, quoteFound } from '../text/finding.js';

export function* findScheduleMistakes(job: ScheduledJob): Iterable<Finding> {
  const { schedule } = job.on;
  const path = ['on', 'schedule'];
  const problem = schedule === '' ? '"schedule" must be specified' : findProblem(schedule);
  if (problem !== undefined) {
    const hint = 'for instance "@daily", "@every 2h", "0 9 * * 1-5", "rate(1 hour)" or none';
    yield errorAt(path, problem, hint);
  }
  const timeout = job.timeout === undefined ? undefined : findGoDuration(job.timeout);
  if (timeout !== undefined && timeout < 1) {
    yield errorAt(
      ['timeout'],
      `timeout must be greater than or equal to 1 second, found ${quoteFound(job.timeout)}`,
    );
  } else if (timeout !== undefined && !Number.isInteger(timeout)) {
    const message = `timeout must be a whole number of seconds, minutes, or hours, found ${quoteFound(job.timeout)}`;
    yield errorAt(['timeout'], message);
  }
  if (job.retries !== undefined && job.retries < 0) {
    yield errorAt(['retries'], `number of retries cannot be negative, found ${job.retries}`);
  }
}

function findProblem(schedule: string): string | undefined {
  const expression = findScheduleExpression(schedule);
  if (!expression.ok) return expression.problem;
  // EventBridge's own forms are checked by EventBridge.
  if (/^(?:@|rate\(|cron\(|none$)/.test(schedule)) return undefined;
  return findCronProblem(schedule);
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

type CronField = {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words: readonly string[];
};

/** Source: robfig/cron's standard parser, which Copilot uses. */
const FIELDS: readonly CronField[] = [
  { name: 'minute', min: 0, max: 59, words: [] },
  { name: 'hour', min: 0, max: 23, words: [] },
  { name: 'day of month', min: 1, max: 31, words: [] },
  { name: 'month', min: 1, max: 12, words: MONTHS },
  { name: 'day of week', min: 0, max: 6, words: WEEKDAYS },
];

function findCronProblem(schedule: string): string | undefined {
  const texts = schedule.trim().split(/\s+/);
  for (const [index, field] of FIELDS.entries()) {
    const text = texts[index] ?? '';
    const wrong = text.split(',').find((part) => !isCronPart(part, field));
    if (wrong === undefined) continue;
    return `${quoteFound(text)} is no ${field.name} from ${field.min} to ${field.max} in cron expression ${quoteFound(schedule)}`;
  }
  return undefined;
}

/** A value, a range or a star, each with an optional step. */
function isCronPart(part: string, field: CronField): boolean {
  const [range = '', step, ...rest] = part.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*' || range === '?') return true;
  const bounds = range.split('-').map((text) => findCronNumber(text, field));
  const [from, to = from] = bounds;
  return bounds.length <= 2 && from !== undefined && to !== undefined && from <= to;
}

function findCronNumber(text: string, field: CronField): number | undefined {
  const word = field.words.indexOf(text.toUpperCase());
  if (word >= 0) return word + field.min;
  if (!/^\d+$/.test(text)) return undefined;
  const number = Number(text);
  return number >= field.min && number <= field.max ? number : undefined;
}
