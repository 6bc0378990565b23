import type { ParallelState } from '../definition/machine.js';
import type { BranchRun } from './branch-run.js';
import type { Frame } from './frame.js';
import type { Attempt } from './guarded.js';
import { recordAborts, runJoined } from './join.js';
import type { Completion } from './language.js';
import { checkPayload } from './limits.js';
import { Scope } from './scope.js';

/** One attempt of a Parallel: the array of the outputs of its branches. */
export async function runParallel(
  frame: Frame,
  state: ParallelState,
  attempt: Attempt,
): Promise<Completion> {
  if (!attempt.isResumed || frame.run.children.length === 0)
    frame.run.children = await prepareBranches(frame, state);
  const branches = frame.run.children;
  const startedId = frame.record('ParallelStateStarted');
  const outputs = await runJoined(frame, {
    count: branches.length,
    limit: branches.length,
    begin: async (index, group) => {
      const branch = getBranch(branches, index);
      branch.scope = new Scope(group);
      branch.follow(startedId);
      const output = await branch.run();
      branch.scope.close();
      return output;
    },
    onFailure: (failed) => {
      const isTask = getBranch(branches, failed).state.Type === 'Task';
      if (!isTask) attempt.finalEvent = 'ParallelStateFailed';
      for (const [index, branch] of branches.entries()) recordAborts(branch, index === failed);
    },
  });
  frame.run.follow(frame.run.execution.history.length);
  return frame.language.finish(state, frame.look(), outputs);
}

async function prepareBranches(frame: Frame, state: ParallelState): Promise<BranchRun[]> {
  const { run } = frame;
  const input = await frame.scope.follow(frame.language.branchInput(state, frame.look()));
  checkPayload(frame.stateName, input);
  return state.Branches.map((branch) => run.fork(branch, input, run.place));
}

function getBranch(branches: readonly BranchRun[], index: number): BranchRun {
  const branch = branches[index];
  if (!branch) throw new Error(`no branch has the number ${index}`);
  return branch;
}
