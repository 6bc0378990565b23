import type { Json } from '../api.js';
import { findMatches } from './find.js';
import type { Step } from './path.js';

/** Whether an item passes `[?(…)]`. */
export type Filter = (item: Json) => boolean;

type ParseSteps = (text: string) => readonly Step[] | undefined;

const CONDITION = /^\[\?\(((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^'"])*?)\)\]/;
const COMPARISON = /^(@[^\s=!<>]*)\s*(?:(==|!=|<=|>=|<|>)\s*(.+))?$/s;

/** `[?(@.price < 10 && @.name == 'x')]` at the start of the text. */
export function parseFilter(
  rest: string,
  parseSteps: ParseSteps,
): { readonly test: Filter; readonly length: number } | undefined {
  const match = CONDITION.exec(rest);
  if (!match) return undefined;
  const test = parseAny((match[1] ?? '').trim(), parseSteps);
  return test && { test, length: match[0].length };
}

function parseAny(text: string, parseSteps: ParseSteps): Filter | undefined {
  const tests = text.split('||').map((part) => parseAll(part, parseSteps));
  return combine(tests, (item, all) => all.some((test) => test(item)));
}

function parseAll(text: string, parseSteps: ParseSteps): Filter | undefined {
  const tests = text.split('&&').map((part) => parseComparison(part, parseSteps));
  return combine(tests, (item, all) => all.every((test) => test(item)));
}

function combine(
  tests: readonly (Filter | undefined)[],
  decide: (item: Json, tests: readonly Filter[]) => boolean,
): Filter | undefined {
  const known = tests.filter((test) => test !== undefined);
  return known.length === tests.length ? (item) => decide(item, known) : undefined;
}

function parseComparison(text: string, parseSteps: ParseSteps): Filter | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('!')) {
    const test = parseComparison(trimmed.slice(1), parseSteps);
    return test && ((item) => !test(item));
  }
  const [, left, operator, right] = COMPARISON.exec(trimmed) ?? [];
  const steps = left === undefined ? undefined : parseSteps(left.slice(1));
  if (!steps) return undefined;
  if (operator === undefined || right === undefined)
    return (item) => findMatches(steps, item).length > 0;
  const literal = parseLiteral(right.trim());
  if (literal === undefined) return undefined;
  return (item) => findMatches(steps, item).some((value) => compare(value, operator, literal));
}

function parseLiteral(text: string): Json | undefined {
  try {
    return JSON.parse(
      /^'.*'$/s.test(text) ? `"${text.slice(1, -1).replaceAll('"', '\\"')}"` : text,
    );
  } catch {
    return undefined;
  }
}

function compare(value: Json, operator: string, literal: Json): boolean {
  if (operator === '==') return value === literal;
  if (operator === '!=') return value !== literal;
  if (value === null || literal === null || typeof value !== typeof literal) return false;
  switch (operator) {
    case '<':
      return value < literal;
    case '<=':
      return value <= literal;
    case '>':
      return value > literal;
    default:
      return value >= literal;
  }
}
