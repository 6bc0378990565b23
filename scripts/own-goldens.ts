import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readFolder } from '../cli/read-folder.js';
import { parsePipeline } from '../core/pipeline/parse-pipeline.js';
import { planStage } from '../core/pipeline/plan-stage.js';
import type { RenderedStack } from '../core/release/release.js';
import { readWorkspace } from '../core/workspace/read-workspace.js';
import {
  listExamples,
  type RenderTarget,
  renderSurroundings,
  renderTarget,
} from './rendered-workspaces.js';

const ROOT = join(import.meta.dirname, '..');
export const GOLDEN_FOLDER = join(ROOT, 'test/golden');

/** Applications whose own stacks are kept too; one has a domain. They hardly differ from one to the other. */
const SURROUNDED = new Set(['shop', 'handbook']);

/** Workspaces whose stacks are kept in test/golden: the examples, and what they do not use. */
function listTargets(): readonly RenderTarget[] {
  const folder = join(ROOT, 'test/fixtures/features');
  const facts: unknown = JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8'));
  return [...listExamples(), { id: 'features-test', folder, environment: 'test', facts }];
}

/** One stack as a file: assets by their keys, which name their contents. */
function formatStack({ assets, ...stack }: RenderedStack): string {
  return formatJson({ ...stack, assets: assets.map(({ key }) => key).sort() });
}

const formatJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Files below test/golden as the renderer makes them now, by their path there. */
export async function renderGoldens(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const target of listTargets()) {
    const { stacks, issues } = await renderTarget(target);
    if (stacks.length === 0) throw new Error(`${target.id}: ${JSON.stringify(issues)}`);
    for (const stack of stacks) {
      files.set(`${target.id}/${stack.kind}.${stack.name}.json`, formatStack(stack));
    }
    // The application's own stacks and pipelines are the same for all of its environments.
    const application = basename(target.folder);
    const surroundings = SURROUNDED.has(application) ? await renderSurroundings(target) : [];
    for (const { id, ...stack } of surroundings) {
      const folder = id.startsWith('application.') ? application : target.id;
      files.set(`${folder}/${id}.json`, formatJson(stack));
    }
    for (const [name, pipeline] of await planPipelines(target)) {
      files.set(`${application}/pipeline.${name}.json`, formatJson(pipeline));
    }
  }
  return files;
}

/** Each pipeline of the workspace as it is understood, and what its stages do in which order. */
async function planPipelines({ folder }: RenderTarget): Promise<ReadonlyMap<string, object>> {
  const { workspace } = readWorkspace(await readFolder(folder));
  const defaults = {
    application: workspace.application ?? 'demo',
    workloads: workspace.workloads.map(({ name }) => name),
  };
  const plans = workspace.pipelines.map((source): [string, object] => {
    const parsed = parsePipeline(source);
    if (!parsed.ok) throw new Error(`${source.file}: ${JSON.stringify(parsed.issues)}`);
    const { pipeline } = parsed;
    const actions = pipeline.stages.map((stage) => planStage(stage, defaults));
    return [pipeline.name, { pipeline, actions }];
  });
  return new Map(plans);
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
