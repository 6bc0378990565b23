import { renderOne } from '../../../../core/render/render-one.js';
import { readWorkspace } from '../../../../core/workspace/read-workspace.js';
import { someFacts } from '../../../support/render-context.js';

const FILES = {
  'copilot/environments/test/manifest.yml': `name: test
type: Environment
cdn: true
http:
  public:
    ingress:
      cdn: true
`,
  'copilot/docs/manifest.yml': `name: docs
type: Static Site
files:
  - source: dist
environments:
  test:
    http:
      alias: www.example.com
`,
};
const { workspace } = readWorkspace(
  new Map(Object.entries(FILES).map(([path, text]) => [path, new TextEncoder().encode(text)])),
);

const issuesOf = (name: string, missingInputs: 'error' | 'warning') =>
  renderOne({ workspace, facts: someFacts(), environment: 'test', name, missingInputs }).issues.map(
    ({ severity, line, field }) => `${severity} ${line} ${field}`,
  );

test('what a workload lacks is told at its line, in the section of the environment where it stands there', () => {
  expect(issuesOf('docs', 'error')).toEqual([
    'error 8 environments.test.http.alias',
    'error 4 files[0].source',
  ]);
});

test('what an environment lacks is told at its line', () => {
  expect(issuesOf('test', 'error')).toEqual(['error 7 http.public.ingress.cdn']);
});

test('where one only wants to see a template, a lack is a warning', () => {
  expect(issuesOf('docs', 'warning').every((issue) => issue.startsWith('warning'))).toBe(true);
  expect(issuesOf('test', 'warning')).toEqual(['warning 7 http.public.ingress.cdn']);
});
