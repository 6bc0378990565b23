import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatScenarios, replaceScenarios } from '../support/scenarios/format-scenarios.js';
import { readScenarios } from '../support/scenarios/read-scenarios.js';

const scenarios = readScenarios();
const document = readFileSync(join(import.meta.dirname, '../../docs/rollback.md'), 'utf8');

test('docs/rollback.md shows every scenario as it is played; npm run scenarios writes it anew', () => {
  expect(replaceScenarios(document, formatScenarios(scenarios))).toBe(document);
});

test('there are at least 40 scenarios, each with a name of its own in its group', () => {
  const names = scenarios.groups.flatMap(({ title, scenarios: all }) =>
    all.map(({ name }) => `${title}: ${name}`),
  );
  expect(names.length).toBeGreaterThanOrEqual(40);
  expect(new Set(names).size).toBe(names.length);
});
