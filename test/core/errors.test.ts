import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AutolandError, ERROR_NAMES } from '../../core/errors.js';

const ROOT = join(import.meta.dirname, '..', '..');

const THROWN = /(?:new AutolandError\(|super\(|sendFailure\([\w.]+,)\s*'(\w+)'/g;

/** Names that the sources in these folders throw, `super('Name', …` of a subclass too, or end a waiting task with. */
function listThrown(...folders: readonly string[]): ReadonlySet<string> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(ROOT, folder, file), 'utf8')),
  );
  return new Set(files.flatMap((text) => [...text.matchAll(THROWN)].map(([, name = '']) => name)));
}

test('every name on the list is thrown, and none that is not on it', () => {
  expect([...listThrown('core', 'functions', 'cli', 'local')].toSorted()).toEqual(
    ERROR_NAMES.toSorted(),
  );
});

test('an error has its name whatever a bundle calls its class', () => {
  const error = new AutolandError('StackBusy', 'stack web is busy', { cause: 'a cause' });
  expect(error).toMatchObject({ name: 'StackBusy', cause: 'a cause', instructions: [] });
});
