import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { conformanceCase } from './case-format.js';
import knownDifferences from './known-differences.json' with { type: 'json' };
import { runCase } from './run-case.js';

export type CaseResult = {
  /** Path below the folder that was run. */
  readonly file: string;
  /** Cases of optional folders are counted apart. */
  readonly isOptional: boolean;
  readonly outcome: 'passed' | 'failed' | 'known';
  /** The first difference, or why the case cannot pass. */
  readonly detail?: string;
};

const OPTIONAL_FOLDERS = new Set(['jsonpath', 'distributed']);
const KNOWN: { readonly [name: string]: string } = knownDifferences;

/** Runs every case below a folder, in the order of their paths. */
export async function runCases(folder: string): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const path of listCases(folder)) {
    const file = relative(folder, path);
    const folders = [basename(folder), ...file.split(sep).slice(0, -1)];
    const isOptional = folders.some((name) => OPTIONAL_FOLDERS.has(name));
    results.push({ file, isOptional, ...(await runFile(path)) });
  }
  return results;
}

function listCases(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name))
    .sort();
}

async function runFile(path: string): Promise<Pick<CaseResult, 'outcome' | 'detail'>> {
  const name = basename(path, '.json');
  try {
    const recorded = conformanceCase.parse(JSON.parse(readFileSync(path, 'utf8')));
    const difference = await runCase(recorded);
    if (difference === undefined) return { outcome: 'passed' };
    const reason = KNOWN[name];
    return reason === undefined
      ? { outcome: 'failed', detail: difference }
      : { outcome: 'known', detail: reason };
  } catch (thrown) {
    return { outcome: 'failed', detail: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** `12 passed, 0 failed`, and how many cannot pass if there are such. */
export function countOutcomes(results: readonly CaseResult[]): string {
  const count = (outcome: CaseResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).length;
  return `${count('passed')} passed, ${count('failed')} failed`;
}
