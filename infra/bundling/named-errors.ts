import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every quoted word of the sources that begins with a capital, among them the names of all AWS errors that a function
 * tells from others: `error.name === 'ChangeSetNotFoundException'`.
 */
export function findQuotedNames(folders: readonly string[]): ReadonlySet<string> {
  const texts = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8')),
  );
  return new Set(texts.flatMap((text) => text.match(/(?<=')[A-Z]\w+(?=')/g) ?? []));
}
