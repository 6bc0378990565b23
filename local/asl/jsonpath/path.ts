import type { Json, JsonObject } from '../api.js';
import { type Filter, parseFilter } from './filter.js';

export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly by: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'descend' }
  | { readonly kind: 'filter'; readonly test: Filter };

/** `$` is the input, `$$` the context object, `$name` a variable. */
export type Path = {
  readonly root: 'input' | 'context' | { readonly variable: string };
  readonly steps: readonly Step[];
};

const ROOT = /^\$(\$(?=$|\.|\[)|(?=$|\.|\[)|[A-Za-z_]\w*)/;
const DOT_NAME = /^\.([^.[\]()'"\s,]+)/;
const QUOTED =
  /^\[\s*((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:\s*,\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))*)\s*\]/;
const QUOTED_PART = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g;
const INDEXES = /^\[\s*(-?\d+(?:\s*,\s*-?\d+)*)\s*\]/;
const SLICE = /^\[\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?\s*)?\]/;
const ALL = /^(?:\.\*|\[\s*\*\s*\])/;

const parsed = new Map<string, Path | undefined>();

/** Undefined for text that is no path. */
export function parsePath(text: string): Path | undefined {
  if (parsed.has(text)) return parsed.get(text);
  const path = parse(text);
  parsed.set(text, path);
  return path;
}

function parse(text: string): Path | undefined {
  const [whole, root] = ROOT.exec(text) ?? [];
  if (whole === undefined || root === undefined) return undefined;
  const steps = parseSteps(text.slice(whole.length));
  if (!steps) return undefined;
  if (root === '') return { root: 'input', steps };
  return { root: root === '$' ? 'context' : { variable: root }, steps };
}

/** The part of a path behind its root. */
function parseSteps(text: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let rest = text;
  while (rest !== '') {
    if (rest.startsWith('..')) {
      steps.push({ kind: 'descend' });
      // What follows is written without its own dot: `..name`, `..[0]`, `..*`.
      rest = rest.startsWith('..[') ? rest.slice(2) : rest.slice(1);
    }
    const next = parseStep(rest);
    if (!next) return undefined;
    steps.push(next.step);
    rest = rest.slice(next.length);
  }
  return steps;
}

function parseStep(rest: string): { readonly step: Step; readonly length: number } | undefined {
  const all = ALL.exec(rest);
  if (all) return { step: { kind: 'all' }, length: all[0].length };
  const dotted = DOT_NAME.exec(rest);
  if (dotted) return { step: { kind: 'name', name: dotted[1] ?? '' }, length: dotted[0].length };
  const quoted = QUOTED.exec(rest);
  if (quoted) return { step: makeNames(quoted[1] ?? ''), length: quoted[0].length };
  const indexed = INDEXES.exec(rest);
  if (indexed) return { step: makeIndexes(indexed[1] ?? ''), length: indexed[0].length };
  const sliced = SLICE.exec(rest);
  if (sliced) return { step: makeSlice(sliced), length: sliced[0].length };
  const filtered = parseFilter(rest, parseSteps);
  return filtered && { step: { kind: 'filter', test: filtered.test }, length: filtered.length };
}

function makeNames(list: string): Step {
  const names = [...list.matchAll(QUOTED_PART)].map(([, single, double]) =>
    // Only the quote itself is escaped in practice; AWS keeps other backslashes.
    (single ?? double ?? '').replaceAll("\\'", "'"),
  );
  const [name = ''] = names;
  return names.length === 1 ? { kind: 'name', name } : { kind: 'names', names };
}

function makeIndexes(list: string): Step {
  const indexes = list.split(',').map(Number);
  const [index = 0] = indexes;
  return indexes.length === 1 ? { kind: 'index', index } : { kind: 'indexes', indexes };
}

function makeSlice([, from, to, by]: RegExpExecArray): Step {
  return {
    kind: 'slice',
    ...(from === undefined ? {} : { from: Number(from) }),
    ...(to === undefined ? {} : { to: Number(to) }),
    by: by === undefined ? 1 : Number(by),
  };
}

export type PathView = {
  readonly input: Json;
  readonly context: JsonObject;
  readonly variables: JsonObject;
};
