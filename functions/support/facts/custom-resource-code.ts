import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { packedCustomResources } from '../runtime/ambient.js';
import { ENV, requireEnv } from '../runtime/env.js';

/** `index.json` of the folder: name of the code -> key in the artifact bucket. Each zip lies beside it as `<name>.zip`. */
const Index = z.record(z.string(), z.string());

/** `facts.customResources`: where the code of this version of Autoland lies, or will lie. */
export async function listCustomResourceKeys(): Promise<z.output<typeof Index>> {
  const packed = await packedCustomResources();
  if (packed) return Object.fromEntries(packed.map(({ name, key }) => [name, key]));
  return Index.parse(JSON.parse(new TextDecoder().decode(await readCodeFile('index.json'))));
}

/** The zip of this name. */
export async function readCustomResourceCode(name: string): Promise<Uint8Array> {
  const packed = (await packedCustomResources())?.find((zip) => zip.name === name);
  return packed?.body ?? readCodeFile(`${name}.zip`);
}

const readCodeFile = (name: string): Promise<Uint8Array> =>
  readFile(join(requireEnv(ENV.customResourceFolder), name));
