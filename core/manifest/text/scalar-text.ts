/**
 * A plain number or boolean whose spelling would be lost as a JavaScript value: `1.10`, `0x1F`, `True`. A text field
 * takes `text` (Copilot's YAML reader hands texts over as they are written), any other field takes `value`.
 */
export class ScalarText {
  readonly text: string;
  readonly value: number | boolean;

  constructor(text: string, value: number | boolean) {
    this.text = text;
    this.value = value;
  }
}

const NULLS: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);

const NUMBER = /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?$/;
const PREFIXED = /^[-+]?0(?:[xX][\da-fA-F_]+|[oO][0-7_]+|[bB][01_]+)$/;
/** An octal number of YAML 1.1, which Copilot's reader still knows. */
const OLD_OCTAL = /^[-+]?0[0-7_]+$/;

function findNumber(text: string): number | undefined {
  const digits = text.replaceAll('_', '').replace(/^\+/, '');
  if (OLD_OCTAL.test(text)) return Number.parseInt(digits, 8);
  if (NUMBER.test(text)) return Number(digits);
  if (!PREFIXED.test(text)) return undefined;
  return digits.startsWith('-') ? -Number(digits.slice(1)) : Number(digits);
}

/** The value of a scalar that is neither quoted nor a block. */
export function resolvePlainScalar(text: string): string | number | boolean | null | ScalarText {
  if (NULLS.has(text)) return null;
  const value = BOOLEANS.get(text) ?? findNumber(text);
  if (value === undefined) return text;
  return String(value) === text ? value : new ScalarText(text, value);
}
