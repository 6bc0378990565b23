import fc from 'fast-check';
import { mergeTemplates, type TemplateFile } from '../../../core/addons/merge-templates.js';

const file = (name: string, text: string): TemplateFile => ({
  name,
  file: `copilot/api/addons/${name}`,
  text,
});
const merge = (...texts: readonly string[]) =>
  mergeTemplates(texts.map((text, i) => file(`f${i}.yml`, text)));
const messages = (...texts: readonly string[]) =>
  merge(...texts).issues.map(({ severity, message }) => `${severity}: ${message}`);

test('equal definitions are kept once whatever their style', () => {
  expect(
    merge(
      'Parameters:\n  App: {Type: String}\n',
      '# a comment\nParameters:\n    App: # another\n        "Type": \'String\'\n',
    ),
  ).toMatchObject({ template: { Parameters: { App: { Type: 'String' } } }, issues: [] });
});

test.each([
  ['order of keys', 'R: {A: 1, B: 2}', 'R: {B: 2, A: 1}'],
  ['number and text', 'R: {A: 1}', 'R: {A: "1"}'],
  ['forms of a function', 'R: !Ref X', 'R: {Ref: X}'],
  ['functions', 'R: !Ref X', 'R: !Sub X'],
  ['length of a list', 'R: [1]', 'R: [1, 2]'],
])('a difference in %s is a conflict', (_, first, second) => {
  expect(messages(`Resources:\n  ${first}`, `Resources:\n  ${second}`)).toEqual([
    'error: resource "R" defined in "f0.yml" at Ln 2, Col 6 is different than in "f1.yml" at Ln 2, Col 6',
  ]);
});

test('every conflict is told, and the first definition stands', () => {
  const merged = merge('Outputs: {A: 1, B: 1}', 'Outputs: {A: 2}', 'Outputs: {B: 3}');
  expect(merged.issues).toHaveLength(2);
  expect(merged.issues[0]).toMatchObject({
    file: 'copilot/api/addons/f1.yml',
    line: 1,
    column: 14,
    field: 'Outputs.A',
  });
  expect(merged.template.Outputs).toEqual({ A: 1, B: 1 });
});

test('mappings are merged to their second level', () => {
  expect(
    merge(
      'Mappings: {M: {test: {a: 1}}}',
      'Mappings: {M: {prod: {a: 2}, test: {a: 1}}, N: {x: {y: 1}}}',
    ),
  ).toMatchObject({
    template: { Mappings: { M: { test: { a: 1 }, prod: { a: 2 } }, N: { x: { y: 1 } } } },
    issues: [],
  });
});

test.each([
  [
    ['Transform: A', 'Transform: [B, A]'],
    ['A', 'B'],
  ],
  // Copilot gives [A, B, A] and [A, B, C, C] for the next two.
  [
    ['Transform: [A, B]', 'Transform: [A]'],
    ['A', 'B'],
  ],
  [
    ['Transform: [A, B]', 'Transform: C'],
    ['A', 'B', 'C'],
  ],
  [['Transform: {Name: X}', 'Transform: [{Name: X}]'], [{ Name: 'X' }]],
])('transforms %j are a set', (texts, transforms) => {
  expect(merge(...texts).template.Transform).toEqual(transforms);
});

test('sections are written in one order, and Resources always', () => {
  expect(
    Object.keys(merge('Outputs: {A: 1}\nMetadata: {M: 1}\nConditions: {C: 1}').template),
  ).toEqual(['Metadata', 'Conditions', 'Resources', 'Outputs']);
});

test('sections that are not kept are told once for each file', () => {
  const [issue, ...others] = merge(
    'AWSTemplateFormatVersion: "2010-09-09"\nDescription: x\nRules: {R: {}}\nResources: {}',
    'Resources: {}',
  ).issues;
  expect(others).toEqual([]);
  expect(issue).toMatchObject({
    severity: 'warning',
    line: 3,
    message:
      'not kept when addons are merged into one template: AWSTemplateFormatVersion, Description, Rules',
    hint: 'write what is said there into the resources themselves',
  });
});

test.each([
  ['[]', 'error: the template is not a map'],
  ['Resources: hello', 'error: "Resources" field in cloudformation template is not a map'],
  ['Mappings: [a]', 'error: "Mappings" field in cloudformation template is not a map'],
  ['Mappings: {M: a}', 'error: "Mappings" field in cloudformation template is not a map'],
  ['Resources: {A: 1, A: 1}', 'error: resource "A" is defined twice'],
  ['a: [', 'error: cannot be read as YAML: unexpected end of the stream within a flow collection'],
])('%s is an error', (text, message) => {
  expect(messages(text)).toContain(message);
});

test.each(['', '# nothing\n', 'Resources:\n', '~'])('%j is a template without anything', (text) => {
  expect(merge(text)).toMatchObject({ template: { Resources: {} }, issues: [] });
});

const names = fc.constantFrom('A', 'B', 'C', 'D');
const section = fc.dictionary(names, fc.integer({ min: 0, max: 2 }), { maxKeys: 4 });
const template = fc.record({
  Parameters: section,
  Mappings: fc.dictionary(names, section, { maxKeys: 3 }),
  Transform: fc.array(names, { maxLength: 3 }),
  Resources: section,
  Outputs: section,
});
type AnyTemplate = { readonly [section: string]: unknown };
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? [...value].sort()
    : value && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, child]) => [key, sorted(child)]),
        )
      : value;
const mergeAll = (templates: readonly AnyTemplate[]) =>
  merge(...templates.map((one) => JSON.stringify(one)));

test('a merge without conflict is the same in every order of files', () => {
  fc.assert(
    fc.property(fc.array(template, { minLength: 2, maxLength: 3 }), (templates) => {
      const [forward, backward] = [mergeAll(templates), mergeAll(templates.toReversed())];
      expect(forward.issues.length === 0).toBe(backward.issues.length === 0);
      if (forward.issues.length === 0)
        expect(sorted(forward.template)).toEqual(sorted(backward.template));
    }),
    { numRuns: 500 },
  );
});

test('a file merged with itself is the file', () => {
  fc.assert(
    fc.property(template, (one) => {
      expect(mergeAll([one, one])).toMatchObject({
        template: mergeAll([one]).template,
        issues: [],
      });
    }),
  );
});

test('a merge has a conflict exactly where one name has two contents', () => {
  fc.assert(
    fc.property(section, section, (a, b) => {
      const differing = Object.keys(a).filter((name) => name in b && a[name] !== b[name]);
      expect(mergeAll([{ Outputs: a }, { Outputs: b }]).issues).toHaveLength(differing.length);
    }),
  );
});

test('whatever the text, the merge ends in a template or in issues', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (a, b) => {
      expect(merge(a, `Resources: ${b}`).template).toHaveProperty('Resources');
    }),
    { numRuns: 1000 },
  );
});
