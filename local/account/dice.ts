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

/** FNV-1a, then a finaliser: short keys that differ in one digit must not give similar numbers. */
function hash(seed: number, text: string): number {
  let state = (2166136261 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 16777619);
  }
  state = Math.imul(state ^ (state >>> 16), 2246822507);
  state = Math.imul(state ^ (state >>> 13), 3266489909);
  return (state ^ (state >>> 16)) >>> 0;
}

export function createDice(random: () => number): Dice {
  const seed = Math.floor(random() * 0x1_0000_0000);
  const counts = new Map<string, number>();
  const next = (key: string): number => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return hash(seed, `${key}#${count}`);
  };
  const text = (key: string, length: number, alphabet = BASE36): string => {
    let result = '';
    for (let index = 0; index < length; index += 1) {
      result += alphabet.charAt(next(`${key}/text`) % alphabet.length);
    }
    return result;
  };
  return {
    roll: (key) => next(key) / 0x1_0000_0000,
    text,
    uuid: (key) => {
      const hex = text(`${key}/uuid`, 32, HEX);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}

export const HEX_DIGITS = HEX;
