import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { toCfnValue } from '../../core/addons/cfn-yaml.js';
import { parseYamlNodes } from '../../core/addons/yaml-nodes.js';
import type { CfnValue } from '../../core/template/cloudformation.js';
import type { AddonsSource } from '../../core/workspace/workspace.js';

/** Folder of the cases, which may be absent. */
export const GOLDEN_CASES = path.resolve(import.meta.dirname, '../../../shared/golden/cases');

export type GoldenCase = {
  readonly id: string;
  readonly kind: string;
  readonly workload?: string;
  readonly environment?: string | boolean;
  readonly pipeline?: string;
  readonly request?: { readonly [key: string]: unknown };
  readonly writes?: string;
};

/** Golden cases of a kind; none where the shared folder is absent. */
export function listGoldenCases(kind: string): readonly GoldenCase[] {
  if (!existsSync(GOLDEN_CASES)) return [];
  return readdirSync(GOLDEN_CASES)
    .map((id): GoldenCase => ({ id, ...JSON.parse(readGolden(id, 'case.json') ?? '{}') }))
    .filter((golden) => golden.kind === kind);
}

export function readGolden(id: string, file: string): string | undefined {
  const place = path.join(GOLDEN_CASES, id, file);
  return existsSync(place) ? readFileSync(place, 'utf8') : undefined;
}

/** Message of the expected error; undefined where the case is to succeed. */
export function readGoldenError(id: string): string | undefined {
  const text = readGolden(id, 'expected.error.json');
  return text === undefined ? undefined : JSON.parse(text).message;
}

/** A YAML file of a case in long form; null where it is empty. */
export function readGoldenYaml(id: string, file: string): CfnValue {
  const parsed = parseYamlNodes(readGolden(id, file) ?? '');
  if (!parsed.ok) throw new Error(`${id}/${file}: ${parsed.message}`);
  return parsed.root ? toCfnValue(parsed.root) : null;
}

export function readGoldenAddons(id: string, owner: string): AddonsSource {
  const folder = `copilot/${owner}/addons`;
  const directory = path.join(GOLDEN_CASES, id, 'workspace', folder);
  const files = readdirSync(directory).map((name): [string, string] => [
    name,
    readFileSync(path.join(directory, name), 'utf8'),
  ]);
  return { folder, files: new Map(files) };
}

/** `test.each` over golden cases, or one skipped test that says why there are none. */
export function goldenTest(kind: string, run: (golden: GoldenCase) => void): void {
  eachGolden(listGoldenCases(kind), '$id', run, `golden cases of kind ${kind}`);
}

/** As `test.each(cases)(name, run)`, or one skipped test where there are no cases. */
export function eachGolden<T extends { readonly id: string }>(
  cases: readonly T[],
  name: string,
  run: (golden: T) => void | Promise<void>,
  what = name,
): void {
  if (cases.length === 0) test.skip(`${what}: ../shared is absent`, () => {});
  else test.each(cases)(name, (golden) => run(golden as T));
}
