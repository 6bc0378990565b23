import { ServiceError } from '../../service-error.js';
import { planChanges } from '../plan-changes.js';
import { findGraph, runInOrder } from '../references.js';
import { createScope, findPresent } from '../stack-scope.js';
import { applyResource } from './apply-resource.js';
import { checkReferences } from './check-references.js';
import { monitor, watchTriggers } from './monitor-alarms.js';
import type { Run } from './run.js';
import { settleOutputs } from './settle-outputs.js';

/** Seconds between the stack's status and its first resource. */
const START_MS = 2000;

async function applyResources(run: Run): Promise<void> {
  const { engine, stack, target } = run;
  const scope = createScope(engine.lookups, stack, target, 'run', (id) => stack.resources.get(id));
  const present = findPresent(target.template, scope.isTrue);
  run.present = present;
  const graph = findGraph(target.template, present, scope.isTrue);
  await runInOrder(graph, (id) => applyResource(run, scope, id));
}

function planRun(run: Run): string | undefined {
  const { engine, stack, target } = run;
  for (const change of planChanges(engine.lookups, stack, target)) {
    const logicalId = change.LogicalResourceId;
    if (change.Action === 'Remove' || !logicalId) continue;
    run.planned.add(logicalId);
    // A change that only may be does not count: it may never come.
    const isCertain = change.Details?.some(({ Evaluation }) => Evaluation === 'Static') ?? false;
    if (change.Action === 'Add' || isCertain) run.lastChange = logicalId;
  }
  const { imports, failure } = checkReferences(run);
  stack.imports = new Set([...stack.imports, ...imports]);
  run.imports = imports;
  return failure;
}

/** Mistakes that show only when functions are evaluated fail the operation, not the account. */
function findMistake(run: Run): string | undefined {
  try {
    return planRun(run);
  } catch (error) {
    if (error instanceof ServiceError) return `${error.message}.`.replace(/\.\.$/, '.');
    throw error;
  }
}

async function attempt(run: Run): Promise<boolean> {
  await run.sleep(START_MS).catch(() => undefined);
  if (run.isStopped) return false;
  await applyResources(run);
  if (run.isStopped) return false;
  const refusal = settleOutputs(run);
  if (refusal) run.stop(refusal);
  return monitor(run);
}

/** Everything up to the clean-up: resources, outputs, monitoring. False: the operation has to go back. */
export async function goForward(run: Run): Promise<boolean> {
  const mistake = findMistake(run);
  const stopWatching = watchTriggers(run);
  if (mistake) run.stop(mistake);
  try {
    const isDone = await attempt(run);
    if (isDone) run.stack.imports = run.imports;
    return isDone;
  } finally {
    stopWatching();
  }
}
