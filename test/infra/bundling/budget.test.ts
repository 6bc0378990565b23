import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FUNCTION_NAMES } from '../../../functions/support/runtime/triggers.js';
import { budgetOf } from '../../../infra/bundling/budget.js';
import { bundleFunctions } from '../../../infra/bundling/bundling.js';

test('every function keeps to the budget of its bundle', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autoland-budget-'));
  const { outputs } = await bundleFunctions(FUNCTION_NAMES, folder);
  expect(Object.keys(outputs)).toHaveLength(FUNCTION_NAMES.length);
  const over = Object.entries(outputs).filter(([, output]) => output.bytes > budgetOf(output));
  expect(over.map(([file, { bytes }]) => `${file}: ${bytes} bytes`)).toEqual([]);
});
