const FORBIDDEN_SEGMENTS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_LENGTH = 1024;

/** Why a path may not be in a workspace, undefined where it may. */
export function findPathProblem(path: string): string | undefined {
  const segments = path.replace(/\/$/, '').split('/');
  if (path === '' || path === '/') return 'has no name';
  if (path.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  if (/\p{Cc}/u.test(path)) return 'holds control characters';
  if (path.includes('\\')) return 'holds backslashes';
  if (path.startsWith('/') || /^[a-zA-Z]:/.test(path)) return 'is absolute';
  if (segments.includes('..')) return 'leads out of the workspace';
  if (segments.includes('') || segments.includes('.')) return 'holds empty steps';
  const forbidden = segments.find((segment) => FORBIDDEN_SEGMENTS.has(segment));
  return forbidden === undefined ? undefined : `holds the name ${forbidden}`;
}
