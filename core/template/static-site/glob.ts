/**
 * A shell pattern as a test of whole paths: `*` any text, slashes too, `?` one character, `[abc]` and `[!abc]` one of
 * a set. Source: filters of the AWS CLI, to which Copilot's documentation of `files.exclude` refers.
 */
export function compileGlob(pattern: string): RegExp {
  let source = '';
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index] ?? '';
    const set = character === '[' ? /^\[(!?)([^\]]+)\]/.exec(pattern.slice(index)) : null;
    if (set) {
      source += `[${set[1] === '!' ? '^' : ''}${escapeSet(set[2] ?? '')}]`;
      index += set[0].length - 1;
    } else {
      source += WILDCARDS[character] ?? escapeLiteral(character);
    }
  }
  return new RegExp(`^${source}$`, 's');
}

const WILDCARDS: { readonly [character: string]: string } = { '*': '.*', '?': '.' };

const escapeLiteral = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const escapeSet = (text: string): string => text.replace(/[\\\]^]/g, '\\$&');
