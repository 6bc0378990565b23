import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findEntry, keyText, parseYamlNodes } from '../../core/addons/yaml-nodes.js';
import type { StorageFile } from '../../core/storage/storage-request.js';

type Written = {
  /** One line or more about each file. */
  readonly told: readonly string[];
  readonly written: number;
};

/** Writes the files that are not there yet, never over one that is. */
export async function writeFiles(root: string, files: readonly StorageFile[]): Promise<Written> {
  const told: string[] = [];
  let written = 0;
  for (const file of files) {
    const place = path.join(root, ...file.path.split('/'));
    const isNew = await writeNew(place, file.text);
    if (isNew) written += 1;
    told.push(
      isNew
        ? `Wrote CloudFormation ${file.kind} at ${file.path}`
        : describeExisting(file, await readFile(place, 'utf8')),
    );
  }
  return { told, written };
}

/** false: there was a file already, and it is as it was. */
async function writeNew(place: string, text: string): Promise<boolean> {
  await mkdir(path.dirname(place), { recursive: true });
  try {
    await writeFile(place, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function describeExisting(file: StorageFile, text: string): string {
  const skipped = `CloudFormation ${file.kind} already exists at ${file.path}, skipping writing it.`;
  if (file.kind === 'template') return skipped;
  const given = new Set(listParameters(text));
  const isComplete = listParameters(file.text).every((name) => given.has(name));
  return isComplete
    ? `${skipped}\n  It has all the parameters that are needed.`
    : `${skipped}\n  Check that it has the following snippet:\n${file.text.replace(/^(?=.)/gm, '    ')}`;
}

function listParameters(text: string): readonly string[] {
  const parsed = parseYamlNodes(text);
  const node = parsed.ok ? findEntry(parsed.root, 'Parameters')?.value : undefined;
  return node?.kind === 'mapping' ? node.entries.map(keyText) : [];
}
