import type { Random } from '../execution/ids.js';
import type { Language } from '../execution/language.js';

export function makeJsonPath(_random: Random): Language {
  return {} as Language;
}
