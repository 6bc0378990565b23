/**
 * Event patterns as EventBridge rules have them: a tree of arrays of candidates; strings and numbers match exactly,
 * objects are content filters. Known filters: prefix, suffix, equals-ignore-case, wildcard, anything-but, exists,
 * numeric, `$or`. An unknown filter is an error.
 */
import { UnsupportedCall } from '../service-error.js';
import type { EventPattern } from '../simulated-account.js';

type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const matchesWildcard = (pattern: string, value: string): boolean => {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(value);
};

function matchesNumeric(conditions: readonly unknown[], value: unknown): boolean {
  if (typeof value !== 'number') return false;
  for (let index = 0; index + 1 < conditions.length; index += 2) {
    const limit = Number(conditions[index + 1]);
    const holds = {
      '=': value === limit,
      '<': value < limit,
      '<=': value <= limit,
      '>': value > limit,
      '>=': value >= limit,
    }[String(conditions[index])];
    if (holds === undefined)
      throw new UnsupportedCall('EventBridge', `numeric operator ${String(conditions[index])}`);
    if (!holds) return false;
  }
  return true;
}

function matchesText(filter: string, operand: unknown, value: unknown): boolean {
  if (isObject(operand) && 'equals-ignore-case' in operand && typeof value === 'string') {
    return matchesText(
      filter,
      String(operand['equals-ignore-case']).toLowerCase(),
      value.toLowerCase(),
    );
  }
  if (typeof value !== 'string' || typeof operand !== 'string') return false;
  switch (filter) {
    case 'prefix':
      return value.startsWith(operand);
    case 'suffix':
      return value.endsWith(operand);
    case 'wildcard':
      return matchesWildcard(operand, value);
    default:
      return value.toLowerCase() === operand.toLowerCase();
  }
}

function matchesAnythingBut(operand: unknown, value: unknown): boolean {
  if (isObject(operand)) {
    const [filter, excluded] = Object.entries(operand)[0] ?? [];
    return !asList(excluded).some((one) => matchesText(filter ?? '', one, value));
  }
  return !asList(operand).includes(value);
}

function matchesCandidate(candidate: unknown, value: unknown): boolean {
  if (!isObject(candidate)) return candidate === value;
  const [filter = '', operand] = Object.entries(candidate)[0] ?? [];
  switch (filter) {
    case 'prefix':
    case 'suffix':
    case 'wildcard':
    case 'equals-ignore-case':
      return matchesText(filter, operand, value);
    case 'anything-but':
      return value !== undefined && matchesAnythingBut(operand, value);
    case 'numeric':
      return matchesNumeric(asList(operand), value);
    case 'exists':
      return (value !== undefined) === (operand === true);
    default:
      throw new UnsupportedCall('EventBridge', `pattern filter "${filter}"`);
  }
}

function matchesField(candidates: unknown, value: unknown): boolean {
  if (isObject(candidates)) return matchesTree(candidates, isObject(value) ? value : {});
  const values = Array.isArray(value) ? (value.length > 0 ? value : [undefined]) : [value];
  return asList(candidates).some((candidate) =>
    values.some((one) => matchesCandidate(candidate, one)),
  );
}

function matchesTree(pattern: Json, value: Json): boolean {
  return Object.entries(pattern).every(([key, candidates]) =>
    key === '$or'
      ? asList(candidates).some((one) => isObject(one) && matchesTree(one, value))
      : matchesField(candidates, value[key]),
  );
}

export const matchesPattern = (pattern: EventPattern, event: object): boolean =>
  matchesTree(pattern, event as Json);
