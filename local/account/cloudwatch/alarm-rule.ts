/** The rule of a composite alarm: `ALARM(a) AND NOT (OK("b") OR INSUFFICIENT_DATA(arn))`. */
import { ServiceError } from '../service-error.js';
import type { AlarmState } from '../simulated-account.js';

export type AlarmRule = {
  /** Names of the alarms that it looks at. */
  readonly names: readonly string[];
  isMet(stateOf: (name: string) => AlarmState | undefined): boolean;
};

const TOKEN = /\s*(?:(?<word>[A-Z_]+)\b|(?<mark>[()]))/y;
const NAMED = /\s*\(\s*(?:"(?<quoted>[^"]+)"|(?<bare>[^\s()"]+))\s*\)/y;

const nameOf = (nameOrArn: string): string => nameOrArn.replace(/^arn:.*:alarm:/, '');

/** Operators bind as usual: NOT before AND before OR. Throws `ValidationError`. */
export function parseAlarmRule(text: string): AlarmRule {
  const names = new Set<string>();
  let at = 0;

  const peek = (): string => {
    TOKEN.lastIndex = at;
    const { word, mark } = TOKEN.exec(text)?.groups ?? {};
    return word ?? mark ?? '';
  };
  const take = (expected: string): boolean => {
    if (peek() !== expected) return false;
    at = TOKEN.lastIndex;
    return true;
  };
  const fail = (): never => {
    throw new ServiceError('ValidationError', `AlarmRule is not valid at position ${at}: ${text}`);
  };

  function readOr(): AlarmRule['isMet'] {
    const parts = [readAnd()];
    while (take('OR')) parts.push(readAnd());
    return (stateOf) => parts.some((isMet) => isMet(stateOf));
  }

  function readAnd(): AlarmRule['isMet'] {
    const parts = [readNot()];
    while (take('AND')) parts.push(readNot());
    return (stateOf) => parts.every((isMet) => isMet(stateOf));
  }

  function readNot(): AlarmRule['isMet'] {
    if (!take('NOT')) return readOne();
    const isMet = readNot();
    return (stateOf) => !isMet(stateOf);
  }

  function readOne(): AlarmRule['isMet'] {
    if (take('TRUE')) return () => true;
    if (take('FALSE')) return () => false;
    if (take('(')) {
      const isMet = readOr();
      return take(')') ? isMet : fail();
    }
    for (const state of ['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const)
      if (take(state)) return readState(state);
    return fail();
  }

  function readState(state: AlarmState): AlarmRule['isMet'] {
    NAMED.lastIndex = at;
    const { quoted, bare } = NAMED.exec(text)?.groups ?? {};
    const name = nameOf(quoted ?? bare ?? fail());
    at = NAMED.lastIndex;
    names.add(name);
    return (stateOf) => stateOf(name) === state;
  }

  const isMet = readOr();
  if (text.slice(at).trim() !== '') fail();
  return { names: [...names], isMet };
}
