/**
 * Chance that depends on what is asked, not on when: each key has its own sequence, so that two calls that
 * swap places change no outcome.
 */
export type Dice = {
  /** Next number in [0, 1) of this key. */
  roll(key: string): number;
  /** Next UUID of this key. */
  uuid(key: string): string;
  /** Next text of `length` characters from `alphabet`. */
  text(key: string, length: number, alphabet?: string): string;
};

const BASE36 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const HEX = '0123456789abcdef';

/** FNV-1a over more text. */
function mix(from: number, text: string): number {
  let state = from;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 16777619);
  }
  return state;
}

/** Short keys that differ in one digit must not give similar numbers. */
function finish(mixed: number): number {
  let state = Math.imul(mixed ^ (mixed >>> 16), 2246822507);
  state = Math.imul(state ^ (state >>> 13), 3266489909);
  return (state ^ (state >>> 16)) >>> 0;
}

export function createDice(random: () => number): Dice {
  const seed = Math.floor(random() * 0x1_0000_0000);
  // Keys are long (ARNs): each is hashed once, its numbers only differ in what comes after it.
  const sequences = new Map<string, { readonly mixed: number; count: number }>();
  const findSequence = (key: string) => {
    const known = sequences.get(key);
    if (known) return known;
    const made = { mixed: mix((2166136261 ^ seed) >>> 0, `${key}#`), count: 0 };
    sequences.set(key, made);
    return made;
  };
  const next = (sequence: { readonly mixed: number; count: number }): number => {
    sequence.count += 1;
    return finish(mix(sequence.mixed, String(sequence.count)));
  };
  const text = (key: string, length: number, alphabet = BASE36): string => {
    const sequence = findSequence(`${key}/text`);
    let result = '';
    for (let index = 0; index < length; index += 1) {
      result += alphabet.charAt(next(sequence) % alphabet.length);
    }
    return result;
  };
  return {
    roll: (key) => next(findSequence(key)) / 0x1_0000_0000,
    text,
    uuid: (key) => {
      const hex = text(`${key}/uuid`, 32, HEX);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}

export const HEX_DIGITS = HEX;
