import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as yaml from 'yaml';
import { Facts } from '../../../core/facts/facts.js';
import type { RenderedStack } from '../../../core/release/release.js';
import { renderOne } from '../../../core/render/render-one.js';
import type { Template } from '../../../core/template/cloudformation.js';
import { readWorkspace } from '../../../core/workspace/read-workspace.js';
import { readFolder } from '../../support/folders.js';
import { type GoldenCase, listGoldenCases, readGolden } from '../../support/golden-cases.js';

const GOLDEN = path.resolve(import.meta.dirname, '../../../../shared/golden');

/** Of shared/golden/compare.mjs, what is used here. */
type Comparison = { readonly score: number };
type Comparer = {
  readonly parseTemplate: (text: string, parser: unknown, name: string) => unknown;
  readonly applyFixes: (template: unknown, fixes: unknown) => unknown;
  readonly compareTemplates: (expected: unknown, actual: unknown, options: object) => Comparison;
  readonly compareParameters: (expected: unknown, actual: unknown) => Comparison;
  readonly report: (comparison: Comparison) => string;
};

type CaseFile = GoldenCase & { readonly compare?: string; readonly sameTemplateAs?: string };

function renderGolden({ id, workload, environment }: GoldenCase): RenderedStack {
  const { workspace } = readWorkspace(readFolder(path.join(GOLDEN, 'cases', id, 'workspace')));
  const rendered = renderOne({
    workspace,
    facts: Facts.parse(JSON.parse(readGolden(id, 'facts.json') ?? '{}')),
    environment: String(environment),
    name: workload ?? String(environment),
    missingInputs: 'warning',
    uploadsAssets: false,
  });
  if (!rendered.ok || rendered.stack === undefined) {
    throw new Error(`${id}: ${JSON.stringify(rendered.issues)}`);
  }
  return rendered.stack;
}

/** The golden template with its own errors corrected; that of the partner for a case without one. */
function readExpected(golden: CaseFile, comparer: Comparer): unknown {
  const text = readGolden(golden.id, 'expected.template.yml');
  if (text === undefined) return findPartner(golden);
  const template = comparer.parseTemplate(text, yaml, golden.id);
  const fixes = readGolden(golden.id, 'expected.fixes.json');
  return fixes === undefined ? template : comparer.applyFixes(template, JSON.parse(fixes));
}

function findPartner({ id, kind, sameTemplateAs }: CaseFile): Template {
  const partner = listGoldenCases(kind).find((other) => other.id === sameTemplateAs);
  if (partner === undefined) throw new Error(`${id} has neither a template nor a partner`);
  return renderGolden(partner).template;
}

function checkCase(golden: CaseFile, comparer: Comparer): void {
  const stack = renderGolden(golden);
  const ignore = JSON.parse(readFileSync(path.join(GOLDEN, 'ignore-plumbing.json'), 'utf8'));
  const compared = comparer.compareTemplates(readExpected(golden, comparer), stack.template, {
    ignore,
    mode: golden.compare,
  });
  expect(compared.score < 1 ? comparer.report(compared) : '').toBe('');
  const expected = readGolden(golden.id, 'expected.parameters.json');
  if (expected === undefined) return;
  const { parameters, tags } = stack;
  const actual = { Parameters: parameters, Tags: tags };
  expect(comparer.compareParameters(JSON.parse(expected), actual)).toMatchObject({ score: 1 });
}

describe.each(['workload', 'environment'])('golden cases of kind %s', (kind) => {
  const cases = listGoldenCases(kind);
  if (cases.length === 0) {
    test.skip('../shared is absent', () => {});
    return;
  }
  test.each(cases)('$id is what Copilot renders', async (golden) => {
    const comparer: Comparer = await import(pathToFileURL(path.join(GOLDEN, 'compare.mjs')).href);
    checkCase(golden, comparer);
  });
});
