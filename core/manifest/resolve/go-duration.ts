import { AutolandError } from '../../errors.js';

const SECONDS_PER_UNIT: { readonly [unit: string]: number } = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ns: 1e-9,
};

const DURATION = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:h|ms|m|us|µs|μs|ns|s))+$/;
const PART = /(\d+\.?\d*|\.\d+)(h|ms|m|us|µs|μs|ns|s)/g;

/** Seconds of a Go duration (`1h30m`, `90s`, `1.5m`, `0`), undefined where the text is none. Source: Go's time.ParseDuration. */
export function findGoDuration(text: string): number | undefined {
  if (/^[+-]?0$/.test(text)) return 0;
  if (!DURATION.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(PART)) {
    seconds += Number(amount) * (SECONDS_PER_UNIT[unit ?? ''] ?? 0);
  }
  // Sums of milliseconds pick up binary noise; nanoseconds are the finest unit there is.
  const rounded = Math.round(seconds * 1e9) / 1e9;
  return text.startsWith('-') ? -rounded : rounded;
}

/** As {@link findGoDuration}, for texts that have been validated. */
export function parseGoDuration(text: string): number {
  const seconds = findGoDuration(text);
  if (seconds === undefined) {
    throw new AutolandError('InputInvalid', `"${text}" is not a duration such as 90s or 1h30m`);
  }
  return seconds;
}
