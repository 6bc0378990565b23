import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CaseResult, runCases } from '../../../scripts/conformance/run-cases.js';

const folder = join(import.meta.dirname, '../../../../shared/conformance/step-functions/cases');
const isPresent = existsSync(folder);
const name = isPresent
  ? 'executions recorded on AWS run the same way here'
  : `skipped: ${folder} with the recorded executions is absent`;

(isPresent ? test : test.skip)(name, async () => {
  const results = await runCases(folder);

  const failed = results.filter(({ outcome }: CaseResult) => outcome === 'failed');
  expect(failed.map(({ file, detail }) => `${file}: ${detail ?? ''}`)).toEqual([]);
  expect(results.filter(({ outcome }) => outcome === 'known').length).toBeLessThan(10);
  expect(results.length).toBeGreaterThan(500);
});
