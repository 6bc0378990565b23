import type { Json } from '../api.js';
import { type Path, parsePath } from './path.js';

export type Argument =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'path'; readonly text: string; readonly path: Path }
  | Call;

/** `States.Format('{}', $.name)` */
export type Call = {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Argument[];
};

const NAME = /^States\.([A-Za-z0-9]+)\s*\(\s*/;
const STRING = /^'((?:[^'\\]|\\['\\{}])*)'/s;
const LITERAL = /^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?=[\s,)])/;
const PATH = /^\$(?:[^\s,()[\]]|\[(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\]])*\])*/;

type Read<T> = { readonly value: T; readonly rest: string };

/** Undefined for text that is no call of an intrinsic function. */
export function parseIntrinsic(text: string): Call | undefined {
  const read = readCall(text.trim());
  return read?.rest === '' ? read.value : undefined;
}

function readCall(text: string): Read<Call> | undefined {
  const [start, name] = NAME.exec(text) ?? [];
  if (start === undefined || name === undefined) return undefined;
  const args: Argument[] = [];
  let rest = text.slice(start.length);
  while (!rest.startsWith(')')) {
    const read = readArgument(rest);
    if (!read) return undefined;
    args.push(read.value);
    rest = read.rest.trimStart();
    if (rest.startsWith(',')) rest = rest.slice(1).trimStart();
    else if (!rest.startsWith(')')) return undefined;
  }
  return { value: { kind: 'call', name, arguments: args }, rest: rest.slice(1) };
}

function readArgument(text: string): Read<Argument> | undefined {
  if (text.startsWith('States.')) return readCall(text);
  const string = STRING.exec(text);
  if (string)
    return {
      value: { kind: 'literal', value: string[1] ?? '' },
      rest: text.slice(string[0].length),
    };
  const literal = LITERAL.exec(text);
  if (literal)
    return {
      value: { kind: 'literal', value: JSON.parse(literal[0]) },
      rest: text.slice(literal[0].length),
    };
  const [written] = PATH.exec(text) ?? [];
  const path = written === undefined ? undefined : parsePath(written);
  if (written === undefined || !path) return undefined;
  return { value: { kind: 'path', text: written, path }, rest: text.slice(written.length) };
}

/** `\'`, `\\`, `\{` and `\}` stand for the sign itself; Format sees them first. */
export function dropEscapes(text: string): string {
  return text.replace(/\\(['\\{}])/g, '$1');
}
