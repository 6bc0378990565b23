import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Template } from '../core/template/cloudformation.js';

/** Writes the template, tells where, and returns where. */
export async function writeTemplate(
  folder: string,
  name: string,
  template: Template,
): Promise<string> {
  const file = join(folder, name);
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${JSON.stringify(template, null, 2)}\n`);
  console.log(`Wrote ${file}`);
  return file;
}

/** `A=1 B=2`, as the AWS CLI takes parameters and tags of `deploy`; quoted for a shell where that is needed. */
export function formatPairs(values: { readonly [name: string]: string }): string {
  return Object.entries(values)
    .map(([name, value]) => quote(`${name}=${value}`))
    .join(' ');
}

/** One word for a shell. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
