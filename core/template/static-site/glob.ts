/** One step of a pattern: any text, or one character that passes a test. */
type Step = '*' | ((character: string) => boolean);

/** A shell pattern as a test of whole paths. */
export type Glob = (path: string) => boolean;

/**
 * Reads a shell pattern: `*` any text, slashes too, `?` one character, `[abc]`, `[a-c]` and `[!abc]` one of a set.
 * Source: filters of the AWS CLI, to which Copilot's documentation of `files.exclude` refers. No regular expression is
 * made of it: many stars would take one centuries, and `[z-a]`, which matches nothing, is none at all.
 */
export function compileGlob(pattern: string): Glob {
  const steps = readSteps(pattern);
  return (path) => matchSteps(steps, [...path]);
}

function readSteps(pattern: string): readonly Step[] {
  const characters = [...pattern];
  const steps: Step[] = [];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? '';
    const set = character === '[' ? readSet(characters, index) : undefined;
    if (set) {
      steps.push(set.test);
      index = set.end;
    } else if (character === '*') steps.push('*');
    else if (character === '?') steps.push(() => true);
    else steps.push((found) => found === character);
  }
  return steps;
}

/** The set that begins at a `[`; undefined where nothing closes it, so that the bracket means itself. */
function readSet(characters: readonly string[], start: number) {
  const isNegated = characters[start + 1] === '!';
  const first = start + (isNegated ? 2 : 1);
  const end = characters.indexOf(']', first + 1);
  if (end < 0) return undefined;
  const members = characters.slice(first, end);
  return { end, test: (found: string) => isMember(members, found) !== isNegated };
}

function isMember(members: readonly string[], found: string): boolean {
  for (let index = 0; index < members.length; index++) {
    const from = members[index] ?? '';
    const to = members[index + 1] === '-' ? members[index + 2] : undefined;
    if (to === undefined ? found === from : from <= found && found <= to) return true;
    if (to !== undefined) index += 2;
  }
  return false;
}

/** Goes back to the last star only: an earlier one can do nothing that the last one cannot. */
function matchSteps(steps: readonly Step[], path: readonly string[]): boolean {
  let step = 0;
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < path.length) {
    const current = steps[step];
    if (current === '*') {
      star = step++;
      resumeAt = at;
    } else if (current?.(path[at] ?? '')) {
      step++;
      at++;
    } else if (star >= 0) {
      step = star + 1;
      at = ++resumeAt;
    } else return false;
  }
  return steps.slice(step).every((rest) => rest === '*');
}
