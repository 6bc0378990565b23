export const ZOD_SCHEMA_FILES = /[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/;

const DEPRECATED_FORMAT =
  /^ {4}\w+\(params\) \{\n {8}return this\.check\(core\._\w+\(Zod\w+, params\)\);\n {4}\},\n/gm;

/**
 * `z.string().email()` and 25 more are deprecated for `z.email()`, and keep every format's schema in a bundle. Nothing of
 * ours calls them (a test looks).
 */
export function dropDeprecatedFormats(text: string): string {
  return text.replace(DEPRECATED_FORMAT, '');
}

/** The names that are dropped. */
export function listDeprecatedFormats(text: string): readonly string[] {
  return [...text.matchAll(DEPRECATED_FORMAT)].map(([method]) => method.trim().split('(')[0] ?? '');
}
