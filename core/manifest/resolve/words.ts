import { split } from 'shlex';
import { AutolandError } from '../../errors.js';
import type { StringOrList } from '../schema/values.js';

/** Words of `entrypoint` or `command`: a text is split with shell rules, undefined where a quote stays open. */
export function findWords(value: StringOrList): readonly string[] | undefined {
  if (typeof value !== 'string') return value;
  try {
    return split(value);
  } catch {
    return undefined;
  }
}

/** As {@link findWords}, for values that have been validated. */
export function resolveWords(value: StringOrList): readonly string[] {
  const words = findWords(value);
  if (words === undefined) {
    throw new AutolandError('InputInvalid', `${JSON.stringify(value)} has a quote that stays open`);
  }
  return words;
}
