import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CaseResult, countOutcomes, runCases } from './conformance/run-cases.js';

// npm run conformance -- DIR: holds the interpreter to recorded executions of AWS Step Functions.
const folder = resolve(
  process.argv[2] ?? join('..', 'shared', 'conformance', 'step-functions', 'cases'),
);

function printNotPassed(results: readonly CaseResult[]): void {
  for (const { file, outcome, detail } of results) {
    if (outcome === 'failed') console.log(`FAILED ${file}\n       ${detail ?? ''}`);
    if (outcome === 'known') console.log(`CANNOT PASS ${file}\n       ${detail ?? ''}`);
  }
}

async function main(): Promise<number> {
  if (!existsSync(folder)) {
    console.error(`there is no folder ${folder}; name the folder of the cases`);
    return 1;
  }
  const results = await runCases(folder);
  if (results.length === 0) {
    console.error(`there is no case below ${folder}`);
    return 1;
  }
  printNotPassed(results);
  const optional = results.filter(({ isOptional }) => isOptional);
  const required = results.filter(({ isOptional }) => !isOptional);
  console.log(`optional (jsonpath, distributed): ${countOutcomes(optional)}`);
  console.log(countOutcomes(required));
  return required.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

process.exitCode = await main();
