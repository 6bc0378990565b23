import { type EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import { resolvePlainScalar } from './scalar-text.js';

export type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;

/** New source for a stretch of the text. */
export type Edit = { readonly start: number; readonly end: number; readonly text: string };

/** Plain text that is surely one scalar, in block and in flow context alike. */
const SAFE_PLAIN = /^[A-Za-z_./][\w./@%+=~$]*(?:[-: ][\w./@%+=~$]+)*$/;

/**
 * The edit that gives a scalar the value `replaced`: a list where that is a JSON list of texts, else a scalar in its
 * own style where that can hold the value, else in double quotes. Undefined where nothing changes.
 * `replace` does the same replacement on source text.
 */
export function editScalar(
  text: string,
  scalar: ScalarEvent,
  replaced: string,
  replace: (source: string) => string,
): Edit | undefined {
  const value = getScalarValue(text, scalar);
  const list = scalar.style === SCALAR_STYLE.LITERAL_BLOCK ? undefined : findJsonList(replaced);
  const { start, end } = findWhole(text, scalar);
  const source = text.slice(start, end);
  // The source of a block ends with its last line break.
  const tail = source.endsWith('\n') ? '\n' : '';
  if (list) return { start, end, text: JSON.stringify(list) + tail };
  if (replaced === value) return undefined;
  return {
    start,
    end,
    text: writeScalar(scalar, source, replaced, replace) ?? JSON.stringify(replaced) + tail,
  };
}

/** The value in the scalar's own style, undefined where that cannot hold it. */
function writeScalar(
  scalar: ScalarEvent,
  source: string,
  value: string,
  replace: (source: string) => string,
): string | undefined {
  switch (scalar.style) {
    case SCALAR_STYLE.PLAIN:
      return isSafePlain(value) ? value : undefined;
    case SCALAR_STYLE.SINGLE_QUOTED:
      return /\p{Cc}/u.test(value) ? undefined : `'${value.replaceAll("'", "''")}'`;
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return undefined;
    default:
      return writeBlock(source, replace(source));
  }
}

/** A block has no escapes, so its source can be edited, as long as its lines stay lines and keep their indentation. */
function writeBlock(source: string, replaced: string): string | undefined {
  const before = source.split('\n');
  const after = replaced.split('\n');
  const isSame = after.every((line, i) => findIndent(line) === findIndent(before[i] ?? ''));
  return before.length === after.length && isSame && !replaced.includes('\r')
    ? replaced
    : undefined;
}

function findIndent(line: string): number {
  return line.search(/[^ \t]|$/);
}

function isSafePlain(value: string): boolean {
  const isText = typeof resolvePlainScalar(value) === 'string';
  return isText && SAFE_PLAIN.test(value) && !value.includes(': ');
}

/** Source positions of a scalar with its quotes or block header. */
function findWhole(text: string, scalar: ScalarEvent): { start: number; end: number } {
  const { valueStart: start, valueEnd: end } = scalar;
  switch (scalar.style) {
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return { start: start - 1, end: end + 1 };
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK:
      return { start: findBlockHeader(text, start), end };
    default:
      return { start, end };
  }
}

/** Where the `|` or `>` is, on the line before the content; a comment after it may hold more of them. */
function findBlockHeader(text: string, start: number): number {
  const lineStart = text.lastIndexOf('\n', start - 2) + 1;
  return lineStart + text.slice(lineStart, start - 1).search(/[|>][-+\d]*(?:[ \t]+#.*)?\r?$/);
}

function findJsonList(text: string): readonly string[] | undefined {
  if (!/^\s*\[/.test(text)) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    const isTexts = Array.isArray(list) && list.every((item) => typeof item === 'string');
    return isTexts && list.length > 0 ? list : undefined;
  } catch {
    return undefined;
  }
}
