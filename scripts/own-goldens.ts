import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RenderedStack } from '../core/release/release.js';
import { listExamples, type RenderTarget, renderTarget } from './rendered-workspaces.js';

const ROOT = join(import.meta.dirname, '..');
export const GOLDEN_FOLDER = join(ROOT, 'test/golden');

/** Workspaces whose stacks are kept in test/golden: the examples, and what they do not use. */
function listTargets(): readonly RenderTarget[] {
  const folder = join(ROOT, 'test/fixtures/features');
  const facts: unknown = JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8'));
  return [...listExamples(), { id: 'features-test', folder, environment: 'test', facts }];
}

/** One stack as a file: assets by their keys, which name their contents. */
function formatStack({ assets, ...stack }: RenderedStack): string {
  const keys = assets.map(({ key }) => key).sort();
  return `${JSON.stringify({ ...stack, assets: keys }, null, 2)}\n`;
}

/** Files below test/golden as the renderer makes them now, by their path there. */
export async function renderGoldens(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const target of listTargets()) {
    const { stacks, issues } = await renderTarget(target);
    if (stacks.length === 0) throw new Error(`${target.id}: ${JSON.stringify(issues)}`);
    for (const stack of stacks) {
      files.set(`${target.id}/${stack.kind}.${stack.name}.json`, formatStack(stack));
    }
  }
  return files;
}

/** Files below test/golden as they are on disk, by their path there. */
export function readGoldens(): ReadonlyMap<string, string> {
  if (!existsSync(GOLDEN_FOLDER)) return new Map();
  const folders = readdirSync(GOLDEN_FOLDER).sort();
  const names = folders.flatMap((folder) =>
    readdirSync(join(GOLDEN_FOLDER, folder)).map((name) => `${folder}/${name}`),
  );
  return new Map(names.map((name) => [name, readFileSync(join(GOLDEN_FOLDER, name), 'utf8')]));
}
