import { type Event, parseEvents, YAMLException } from 'js-yaml';

/**
 * The parser's events for a text. A list in brackets whose lines stand no deeper than its key is wrong by the letter of
 * YAML, and every other parser takes it; Copilot's own environment templates are full of it:
 *
 *     Action: [
 *       "a"
 *     ]
 *
 * Such a line is put behind the one before it, character for character, so that every place in the text stays where it is.
 */
export function parseLenientEvents(text: string): readonly Event[] {
  let current = text;
  for (;;) {
    try {
      return parseEvents(current, {});
    } catch (error) {
      const joined = joinLine(current, error);
      if (joined === undefined) throw error;
      current = joined;
    }
  }
}

/** The text without the line break before the place of the mistake; undefined where that would not mend it. */
function joinLine(text: string, error: unknown): string | undefined {
  if (!(error instanceof YAMLException) || error.reason !== 'deficient indentation')
    return undefined;
  const place = error.mark?.position ?? 0;
  const lineBreak = text.lastIndexOf('\n', place - 1);
  if (lineBreak < 0 || text.slice(lineBreak, place).trim() !== '') return undefined;
  const before = text.lastIndexOf('\n', lineBreak - 1) + 1;
  const line = withoutComment(text.slice(before, lineBreak));
  // A quoted text that goes on in the next line is another matter: there the break means something.
  const isBetweenItems = /[[{,:]\s*$/.test(line) || /[\]},]/.test(text.charAt(place));
  if (!isBetweenItems && line.trim() !== '') return undefined;
  return `${text.slice(0, before)}${line} ${text.slice(lineBreak + 1)}`;
}

/** The line with blanks in place of its comment: behind it, what follows would be one. */
function withoutComment(line: string): string {
  const comment = /(?:^|\s)#.*$/.exec(line);
  if (comment === null || /['"]/.test(comment[0])) return line;
  return line.slice(0, comment.index) + ' '.repeat(line.length - comment.index);
}
