import type { Diagnostic } from './diagnostic.js';

/** What AWS (Jackson) says about text that is no JSON; exact for a bare word, where it stops behind the word. */
export function describeJsonError(text: string): Diagnostic {
  const [start, word] = findFirstWord(text);
  const lines = text.slice(0, start + word.length).split('\n');
  const place = `[Source: (String)${JSON.stringify(text)}; line: ${lines.length}, column: ${(lines.at(-1) ?? '').length + 1}]`;
  const problem =
    word === ''
      ? 'Unexpected character or end of input'
      : `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`;
  return {
    severity: 'ERROR',
    code: 'INVALID_JSON_DESCRIPTION',
    message: `${problem}\n at ${place}`,
    location: place,
  };
}

/** The first word outside of strings that is no JSON literal. */
function findFirstWord(text: string): readonly [start: number, word: string] {
  const words = /"(?:[^"\\]|\\.)*"|[A-Za-z_$][\w$]*/g;
  for (const match of text.matchAll(words)) {
    const [word] = match;
    if (!word.startsWith('"') && !['true', 'false', 'null'].includes(word))
      return [match.index, word];
  }
  return [text.length, ''];
}
