import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { load } from 'js-yaml';
import { fitValues } from '../../../core/manifest/fit-values.js';
import { findSchemaMistakes } from '../../../core/manifest/schema-findings.js';
import { resolveStruct } from '../../../core/manifest/shape.js';
import { formatPath, type Path, startsWith } from '../../../core/manifest/text/path.js';
import {
  listManifestFields,
  MANIFEST_SCHEMAS,
  type ManifestField,
} from '../../support/manifest-fields.js';

type Row = ManifestField & { readonly example: string; readonly meaning: string };

/** Rows of docs/manifest.md whose first cell is a field. */
function readRows(): readonly Row[] {
  const text = readFileSync(resolve(import.meta.dirname, '../../../docs/manifest.md'), 'utf8');
  return text.split('\n').flatMap((line) => {
    const cells = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('\\|', '|'));
    const [field = '', types = '', form = '', given = '', example = '', meaning = ''] = cells;
    if (cells.length !== 6 || !/^`.+`$/.test(field)) return [];
    const isBaked = /^`.+`$/.test(given) && /^`[\w.]+`$/.test(given);
    return [
      {
        path: field.slice(1, -1),
        types,
        form,
        defaultValue: isBaked ? given.slice(1, -1) : '',
        isRequired: given === 'required',
        example: example === '–' ? '' : example.replace(/^`|`$/g, ''),
        meaning,
      },
    ];
  });
}

const rows = readRows();
const fields = listManifestFields();

/** Rows that stand for a whole subtree: path of the subtree -> path of the one that it is like. */
const likenesses = new Map(
  rows.flatMap(({ path, meaning }): [string, string][] => {
    const like = /^As `(.+)\.\*`\.$/.exec(meaning)?.[1];
    return path.endsWith('.*') && like ? [[path.slice(0, -2), like]] : [];
  }),
);

function findLikeness(path: string): string | undefined {
  const subtree = [...likenesses.keys()].find((prefix) => path.startsWith(`${prefix}.`));
  return subtree && `${likenesses.get(subtree)}${path.slice(subtree.length)}`;
}

const show = ({ path, types, form, defaultValue, isRequired }: ManifestField) =>
  [path, types, form, defaultValue, isRequired ? 'required' : ''].join(' | ');

test('the manual has every field of the schemas, and no other', () => {
  const own = fields.filter(({ path }) => findLikeness(path) === undefined);
  const documented = rows.filter(({ path }) => !path.endsWith('.*'));
  expect(documented.map(show).sort()).toEqual(own.map(show).sort());
});

test('a subtree that is said to be like another is like it', () => {
  for (const field of fields) {
    const like = findLikeness(field.path);
    if (like === undefined) continue;
    const others = fields.filter(
      ({ path, form, isRequired }) =>
        path === like && form === field.form && isRequired === field.isRequired,
    );
    expect({ field: show(field), like: others.length }).toEqual({ field: show(field), like: 1 });
  }
  expect(likenesses.size).toBeGreaterThan(10);
});

test('every field is explained', () => {
  expect(rows.filter(({ meaning }) => meaning.length < 5).map(({ path }) => path)).toEqual([]);
});

test('scalars and lists have an example', () => {
  const bare = rows.filter(
    ({ path, example, form, meaning }) =>
      example === '' && !path.endsWith('.*') && form !== 'map' && !meaning.startsWith('Refused'),
  );
  expect(bare.map(({ path }) => path)).toEqual(['type']);
});

/** `sidecars.<name>.mount_points[].path` as steps into a document. */
function toSteps(path: string): Path {
  return path.split('.').flatMap((step) => {
    const name = step.replaceAll('[]', '');
    return [name === '<name>' ? 'example' : name, ...(step.match(/\[\]/g) ?? []).map(() => 0)];
  });
}

function nest(steps: Path, value: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const inner = nest(rest, value);
  return typeof step === 'number' ? [inner] : { [step]: inner };
}

const examples = rows.flatMap((row) =>
  [...row.types].map((letter) => ({ ...row, letter, title: `${row.path} of ${letter}` })),
);

test.each(examples.filter(({ example }) => example !== ''))(
  'the example of $title is read',
  ({ path, letter, example }) => {
    const schema = MANIFEST_SCHEMAS.get(letter) ?? fail(letter);
    const shape = resolveStruct(schema);
    const steps = toSteps(path);
    const fitted = fitValues(nest(steps, load(example)) as never, shape);
    const issues = schema.safeParse(fitted.value).error?.issues ?? [];
    const mistakes = [...fitted.findings, ...findSchemaMistakes(issues, fitted.value, shape)];
    const own = mistakes.filter((mistake) => startsWith(mistake.path, steps));
    expect(own.map((mistake) => `${formatPath(mistake.path)}: ${mistake.message}`)).toEqual([]);
  },
);

function fail(letter: string): never {
  throw new Error(`${letter} is no type of manifest`);
}
