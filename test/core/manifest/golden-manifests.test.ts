import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hasErrors } from '../../../core/issues.js';
import { readWorkspace } from '../../../core/workspace/read-workspace.js';
import { validateWorkspace } from '../../../core/workspace/validate-workspace.js';
import { readFolder } from '../../support/folders.js';

const ROOT = resolve(import.meta.dirname, '../../..');
const CASES = resolve(ROOT, '../shared/golden/cases');
const EXAMPLES = resolve(ROOT, 'examples');

function readVariables(file: string): { readonly [name: string]: string } {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).variables ?? {}) : {};
}

function listCases(): readonly string[] {
  if (!existsSync(CASES)) return [];
  return readdirSync(CASES).filter((name) => existsSync(join(CASES, name, 'workspace/copilot')));
}

describe('workspaces of the golden cases', () => {
  const cases = listCases();
  if (cases.length === 0) test.skip('../shared is absent', () => {});
  else {
    test.each(cases)('%s has no errors', (name) => {
      const { workspace, issues } = readWorkspace(readFolder(join(CASES, name, 'workspace')));
      const variables = readVariables(join(CASES, name, 'facts.json'));
      const found = [...issues, ...validateWorkspace(workspace, { variables, strict: false })];
      // Folders of these cases hold addons of workloads that are not there themselves.
      expect(found.filter((issue) => issue.severity === 'error')).toEqual([]);
    });
  }
});

describe('workspaces of the examples', () => {
  const names = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'copilot')));

  test.each(names)('%s has no issues at all, also when strict', (name) => {
    const { workspace, issues } = readWorkspace(readFolder(join(EXAMPLES, name)));
    const variables = readVariables(join(EXAMPLES, name, 'facts.json'));
    expect(workspace.workloads.length).toBeGreaterThan(0);
    expect([...issues, ...validateWorkspace(workspace, { variables, strict: true })]).toEqual([]);
    expect(hasErrors(issues)).toBe(false);
  });
});
