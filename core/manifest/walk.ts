import { findOwn, isPlainObject } from './plain-object.js';
import type { Path } from './text/path.js';

/** The value at a path, undefined where the path leaves the document. */
export function findValue(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current)) current = typeof step === 'number' ? current[step] : undefined;
    else current = isPlainObject(current) ? findOwn(current, String(step)) : undefined;
  }
  return current;
}
