import type { RenderedStack } from '../../../core/release/release.js';
import { readGoldens, renderGoldens } from '../../../scripts/own-goldens.js';
import { checkTemplate } from '../../support/resource-schema.js';

const kept = [...readGoldens()];
let rendered: ReadonlyMap<string, string>;

beforeAll(async () => {
  rendered = await renderGoldens();
});

// After a change on purpose: npm run golden.
test.each(kept)('%s is as it was', (name, text) => {
  expect(JSON.parse(rendered.get(name) ?? 'null')).toEqual(JSON.parse(text));
  expect(rendered.get(name)).toBe(text);
});

test('every stack of the examples is kept', () => {
  expect([...rendered.keys()].sort()).toEqual(kept.map(([name]) => name).sort());
});

const templates = kept.filter(([name]) => !name.includes('/pipeline.'));

test.each(templates)('%s fits the schemas of its resources', (_, text) => {
  const { template }: RenderedStack = JSON.parse(text);
  expect(checkTemplate(template)).toEqual([]);
});
