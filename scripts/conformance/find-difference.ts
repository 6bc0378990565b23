/** Where and how `actual` differs from `expected`, undefined when it matches. */
export function findDifference(expected: unknown, actual: unknown, path = ''): string | undefined {
  if (matchesText(expected, actual)) return undefined;
  if (Array.isArray(expected) && Array.isArray(actual)) return differList(expected, actual, path);
  if (isObject(expected)) {
    const object = typeof actual === 'string' ? parseText(actual) : actual;
    if (isObject(object)) return differObject(expected, object, path);
  }
  return `${path || '/'}: expected ${show(expected)}, got ${show(actual)}`;
}

/** The same for lists whose order does not count. */
export function findMultisetDifference(
  expected: readonly unknown[],
  actual: readonly unknown[],
  path: string,
): string | undefined {
  const open = [...actual];
  for (const item of expected) {
    const index = open.findIndex((candidate) => findDifference(item, candidate) === undefined);
    if (index < 0) return `${path}: nothing matches ${show(item)} in ${show(open)}`;
    open.splice(index, 1);
  }
  return open.length > 0 ? `${path}: unexpected ${show(open)}` : undefined;
}

function matchesText(expected: unknown, actual: unknown): boolean {
  if (expected === '<any>' || expected === actual) return true;
  if (typeof expected !== 'string' || typeof actual !== 'string') return false;
  if (!expected.includes('<any>')) return false;
  const pattern = expected
    .split('<any>')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^]*');
  return new RegExp(`^${pattern}$`).test(actual);
}

function differList(
  expected: readonly unknown[],
  actual: readonly unknown[],
  path: string,
): string | undefined {
  const length = Math.max(expected.length, actual.length);
  for (let index = 0; index < length; index += 1) {
    const place = `${path}/${index}`;
    if (index >= actual.length) return `${place}: expected ${show(expected[index])}, got the end`;
    if (index >= expected.length) return `${place}: expected the end, got ${show(actual[index])}`;
    const difference = findDifference(expected[index], actual[index], place);
    if (difference) return difference;
  }
  return undefined;
}

type Members = { readonly [key: string]: unknown };

function differObject(expected: Members, actual: Members, path: string): string | undefined {
  for (const key of Object.keys(expected)) {
    if (!(key in actual)) return `${path}/${key}: expected ${show(expected[key])}, got nothing`;
    const difference = findDifference(expected[key], actual[key], `${path}/${key}`);
    if (difference) return difference;
  }
  const extra = Object.keys(actual).find((key) => !(key in expected));
  return extra === undefined
    ? undefined
    : `${path}/${extra}: expected nothing, got ${show(actual[extra])}`;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
