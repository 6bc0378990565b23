import type { Path } from './path.js';

/** A mistake or doubt by its path in the document; it becomes an issue once its line is looked up. */
export type Finding = {
  readonly severity: 'error' | 'warning';
  readonly path: Path;
  readonly message: string;
  readonly hint?: string;
  /** The key is wrong rather than its value. */
  readonly atKey?: boolean;
  /** The value is none of a fixed few, on which the meaning of the fields beside it may depend. */
  readonly isChoice?: boolean;
};

export function errorAt(path: Path, message: string, hint?: string): Finding {
  return { severity: 'error', path, message, ...(hint === undefined ? {} : { hint }) };
}

export function warningAt(path: Path, message: string, hint?: string): Finding {
  return { ...errorAt(path, message, hint), severity: 'warning' };
}

/** A found value as it is quoted in messages: short, on one line. */
export function quoteFound(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
