import { AutolandError } from '../../errors.js';
import type { AdvancedCount, Count, CountRange } from '../schema/count.js';

export type ResolvedRange = {
  readonly min: number;
  readonly max: number;
  readonly spotFrom: number | undefined;
};

/** Both forms of `count.range`; undefined where the text is not `min-max`. */
export function findRange(range: CountRange): ResolvedRange | undefined {
  if (typeof range !== 'string') {
    return { min: range.min ?? 0, max: range.max ?? 0, spotFrom: range.spot_from };
  }
  const match = /^(\d+)-(\d+)$/.exec(range);
  return match ? { min: Number(match[1]), max: Number(match[2]), spotFrom: undefined } : undefined;
}

/** As {@link findRange}, for values that have been validated. */
export function resolveRange(range: CountRange): ResolvedRange {
  const resolved = findRange(range);
  if (resolved === undefined) {
    throw new AutolandError('InputInvalid', `range "${String(range)}" is not of the form min-max`);
  }
  return resolved;
}

/** The map form of `count`, undefined for a number. */
export function findAdvancedCount(count: Count): AdvancedCount | undefined {
  return typeof count === 'number' ? undefined : count;
}

/** The count that a stack starts with: the number, all spot tasks, or the lower end of the range. */
export function resolveDesiredCount(count: Count): number {
  if (typeof count === 'number') return count;
  if (count.spot !== undefined) return count.spot;
  return count.range === undefined ? 1 : resolveRange(count.range).min;
}
