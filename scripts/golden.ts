import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GOLDEN_FOLDER, readGoldens, renderGoldens } from './own-goldens.js';

// Writes test/golden anew, as the renderer makes it now. Look at the difference before you commit it:
//
//     npm run golden && git diff test/golden

const before = readGoldens();
const after = await renderGoldens();
for (const name of before.keys()) {
  if (after.has(name)) continue;
  rmSync(join(GOLDEN_FOLDER, name));
  console.log(`removed ${name}`);
}
for (const [name, text] of after) {
  if (before.get(name) === text) continue;
  mkdirSync(dirname(join(GOLDEN_FOLDER, name)), { recursive: true });
  writeFileSync(join(GOLDEN_FOLDER, name), text);
  console.log(`${before.has(name) ? 'changed' : 'added'} ${name}`);
}
