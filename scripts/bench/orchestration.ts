import { DeploymentOptions } from '../../core/deployment/request.js';
import { findLongestPath } from '../../core/plan/longest-path.js';
import type { WorkspaceFiles } from '../../core/workspace/workspace.js';
import { prepareRehearsal } from '../../local/rehearsal/prepare.js';
import { rehearse } from '../../local/rehearsal/rehearse.js';
import type { Figure } from './figure.js';
import { makeLargeWorkspace } from './large-workspace.js';

type Run = Extract<Awaited<ReturnType<typeof rehearse>>, { kind: 'ended' }> & {
  readonly realMs: number;
};

async function run(files: WorkspaceFiles, bakeMinutes = 5): Promise<Run> {
  const preparation = prepareRehearsal({ files, environment: 'test', facts: {}, mishaps: [] });
  if (!preparation.ok)
    throw new Error(`not prepared: ${JSON.stringify(preparation.issues.slice(0, 3))}`);
  const began = performance.now();
  const result = await rehearse({
    files,
    environment: 'test',
    prepared: preparation.prepared,
    facts: {},
    mishaps: [],
    seed: 1,
    options: DeploymentOptions.parse({ bakeMinutes }),
    from: 'nothing',
  });
  if (result.kind !== 'ended') throw new Error(`rejected: ${result.problem.detail}`);
  if (result.document.verdict !== 'SUCCEEDED')
    throw new Error(`the deployment ended ${result.document.verdict}: ${result.document.summary}`);
  return { ...result, realMs: performance.now() - began };
}

/** Simulated time of the whole deployment against its longest path: environment, addons, workloads along edges, bake. */
function overLongestPath({ document }: Run, bakeMinutes: number): number {
  const durations = new Map(
    document.steps.map((step) => [step.name, (step.endedAt ?? 0) - (step.startedAt ?? 0)]),
  );
  const tasks = document.steps.filter((step) => step.kind === 'workload');
  const addons = document.steps.filter((step) => step.kind === 'environment-addon');
  const durationOf = (name: string): number => durations.get(name) ?? 0;
  const environment = document.steps.find((step) => step.kind === 'environment');
  const path =
    durationOf(environment?.name ?? '') +
    findLongestPath(addons, durationOf).length +
    findLongestPath(tasks, durationOf).length +
    bakeMinutes * 60_000;
  return ((document.finishedAt ?? 0) - document.requestedAt) / path;
}

/** Transitions and simulated time of real state machines against the budgets of the design. */
export async function benchOrchestration(): Promise<readonly Figure[]> {
  const guarded = { addons: 0, alarms: ['errors'] };
  const one = await run(makeLargeWorkspace({ workloads: 1, ...guarded }));
  const longBake = await run(makeLargeWorkspace({ workloads: 1, ...guarded }), 60);
  const eleven = await run(makeLargeWorkspace({ workloads: 11, ...guarded }));
  const withAlarms = await run(makeLargeWorkspace({ workloads: 1, addons: 0 }));
  const graph = await run(makeLargeWorkspace({ workloads: 200, addons: 5, density: 0.5 }));
  const many = await run(makeLargeWorkspace({ workloads: 500, addons: 20, density: 0.5 }));
  return [
    {
      name: 'transitions, one service into an empty account',
      value: one.transitions,
      unit: '',
      budget: 40,
    },
    {
      name: 'the same with a bake of 60 minutes instead of 5',
      value: longBake.transitions,
      unit: '',
      budget: one.transitions,
    },
    {
      name: 'the same with alarms of its own, which are made first (ADR 15)',
      value: withAlarms.transitions,
      unit: '',
    },
    {
      name: 'transitions, each workload more',
      value: (eleven.transitions - one.transitions) / 10,
      unit: '',
      budget: 15,
    },
    {
      name: '200 workloads, random graph: time / longest path',
      value: overLongestPath(graph, 5),
      unit: '',
      budget: 1.02,
      detail: `${graph.transitions} transitions, ${Math.round(graph.realMs)} ms of real time`,
    },
    {
      // The interpreter enforces AWS's limits of payload and history, the simulated table that of an item.
      name: '500 workloads and 20 addons, random graph: time / longest path',
      value: overLongestPath(many, 5),
      unit: '',
      budget: 1.02,
      detail: `${many.transitions} transitions, ${Math.round(many.realMs)} ms of real time`,
    },
  ];
}
