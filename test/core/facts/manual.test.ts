import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Facts } from '../../../core/facts/facts.js';
import { parseFacts } from '../../../core/facts/parse-facts.js';
import { FACTS } from '../../../infra/rights/action-sets.js';
import { listSchemaFields } from '../../support/manifest-fields.js';

const text = readFileSync(resolve(import.meta.dirname, '../../../docs/facts.md'), 'utf8');

/** Rows of docs/facts.md whose first cell is a fact. */
const rows = text.split('\n').flatMap((line) => {
  const [fact = '', form = '', meaning = '', source = '', ...more] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  if (more.length > 0 || source === '' || !/^`.+`$/.test(fact)) return [];
  return [{ path: fact.slice(1, -1), form, meaning, source }];
});

/** Subtrees that are said to be like another one. */
const likenesses = rows
  .filter(({ path }) => path.endsWith('.*'))
  .map(({ path, meaning }) => ({
    subtree: path.slice(0, -1),
    like: /^As `(.+\.)\*`\.$/.exec(meaning)?.[1] ?? '',
  }));

const fields = listSchemaFields(Facts).map(({ path, form, isRequired }) => ({
  path,
  form: isRequired ? `${form}, required` : form,
}));

test('the page has every fact of the schema, and no other', () => {
  const documented = rows.filter(({ path }) => !path.endsWith('.*'));
  const own = fields.filter(({ path }) =>
    likenesses.every(({ subtree }) => !path.startsWith(subtree)),
  );
  const show = ({ path, form }: { readonly path: string; readonly form: string }) =>
    `${path} | ${form}`;
  expect(documented.map(show)).toEqual(own.map(show));
});

test('a subtree that is said to be like another is like it', () => {
  expect(likenesses).toHaveLength(2);
  for (const { subtree, like } of likenesses) {
    const below = (prefix: string) =>
      fields
        .filter(({ path }) => path.startsWith(prefix))
        .map(({ path, form }) => [path.slice(prefix.length), form]);
    expect(below(subtree)).not.toHaveLength(0);
    expect(below(subtree)).toEqual(below(like));
  }
});

test('every fact is explained', () => {
  expect(rows.filter(({ meaning }) => meaning.length < 5).map(({ path }) => path)).toEqual([]);
});

test('the example is a facts file without a mistake', () => {
  const example = /```json\n(.+?)```/s.exec(text)?.[1] ?? '';
  const parsed = parseFacts(example, 'facts.json');
  expect(parsed).toMatchObject({ ok: true, issues: [] });
  const named = new Set(Object.keys(JSON.parse(example)));
  expect([...named].filter((key) => !Object.hasOwn(Facts.shape, key))).toEqual([]);
});

test('the calls that the page names are those that rendering may make', () => {
  const named = new Set(
    [...text.matchAll(/`((?:acm|cloudformation|ec2|ecs|elasticloadbalancing|ssm):\w+)`/g)].map(
      ([, action]) => action,
    ),
  );
  expect([...named].sort()).toEqual([...FACTS].sort());
});
