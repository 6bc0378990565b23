import { toCfnValue } from '../../../core/addons/cfn-yaml.js';
import { findPlace, parseYamlNodes, type YamlNode } from '../../../core/addons/yaml-nodes.js';
import { parseDeployedTemplate } from '../../../core/deletion/parse-deployed-template.js';
import { parseTemplate } from '../../../local/account/cloudformation/template-text.js';
import { eachGolden, readGolden } from '../../support/golden-cases.js';
import { listLiveCases } from '../../support/golden-live-stacks.js';

const read = (text: string) => {
  const parsed = parseYamlNodes(text);
  return parsed.ok && parsed.root ? toCfnValue(parsed.root) : parsed;
};

describe('a list or map in brackets that stands no deeper than its key', () => {
  test.each([
    ['a list', 'a: [\n  x,\n  y\n]\nb: z\n', { a: ['x', 'y'], b: 'z' }],
    ['a map', 'a: {\n  x: y\n}\n', { a: { x: 'y' } }],
    ['inside a map', 'a:\n  b: [\n    x\n  ]\n  c: y\n', { a: { b: ['x'], c: 'y' } }],
    ['items to the left', 'a:\n  b: [\nx,\n\ny ]\n', { a: { b: ['x', 'y'] } }],
    ['comments', 'a: [ # one\n  x, # two\n  y # three\n]\n', { a: ['x', 'y'] }],
    ['a hash in quotes', "a: [\n  'x # y'\n]\n", { a: ['x # y'] }],
    ['lists in lists', 'a: [\n[\nx\n], [\ny\n]\n]\n', { a: [['x'], ['y']] }],
    ['beside a block', 'a: |\n  [\n  ]\nb: [\n]\n', { a: '[\n]\n', b: [] }],
  ])('is read: %s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('keeps the places of what comes after it', () => {
    const text = 'a: [\n  x\n]\nb: z\n';
    const parsed = parseYamlNodes(text);
    const root = (parsed.ok ? parsed.root : undefined) as YamlNode & { readonly kind: 'mapping' };
    expect(findPlace(text, root.entries[1]?.value.offset ?? 0)).toEqual({ line: 4, column: 4 });
  });

  test.each([
    ['a: [\n  x\n]\nb: [\n', { line: 5, column: 1 }],
    ['a: "x\ny"\n', { line: 2, column: 1 }],
  ])('leaves other mistakes, where they are: %j', (text, place) => {
    expect(parseYamlNodes(text)).toMatchObject({ ok: false, place });
  });
});

describe('templates that Copilot deployed', () => {
  const cases = [...listLiveCases('environment'), ...listLiveCases('workload')];

  eachGolden(cases, '$id is read with all of its resources', ({ id }) => {
    const text = readGolden(id, 'expected.template.yml') ?? '';
    // Another parser's answer.
    const ids = Object.keys(parseTemplate(text).Resources);
    expect(ids.length).toBeGreaterThan(3);
    expect(Object.keys(parseDeployedTemplate(text).Resources)).toEqual(ids);
  });
});
