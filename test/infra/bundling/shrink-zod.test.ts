import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ROOT } from '../../../infra/bundling/bundling.js';
import {
  dropDeprecatedFormats,
  listDeprecatedFormats,
} from '../../../infra/bundling/shrink-zod.js';

const zod = dirname(createRequire(import.meta.filename).resolve('zod/package.json'));
const text = readFileSync(join(zod, 'v4/classic/schemas.js'), 'utf8');

const sourcesBelow = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(ROOT, folder, file));

test('the deprecated formats go, and nothing else', () => {
  const dropped = listDeprecatedFormats(text);
  expect(dropped).toEqual(expect.arrayContaining(['email', 'url', 'uuid', 'datetime', 'duration']));
  expect(listDeprecatedFormats(dropDeprecatedFormats(text))).toEqual([]);
  expect(text.length - dropDeprecatedFormats(text).length).toBeLessThan(dropped.length * 120);
});

test('no function uses a format that is dropped', () => {
  const call = new RegExp(String.raw`\)\s*\.(?:${listDeprecatedFormats(text).join('|')})\(`);
  const users = [...sourcesBelow('core'), ...sourcesBelow('functions')].filter((file) =>
    call.test(readFileSync(file, 'utf8')),
  );
  expect(users).toEqual([]);
});
