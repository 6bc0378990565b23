import colour from 'picocolors';
import type {
  ReturnEnd,
  ReturnPreview,
} from '../../functions/support/rollbacks/describe-return.js';
import { formatTime } from './format-time.js';

/** What would go back, for people. */
export function formatReturn(plan: ReturnPreview): string {
  const { from, to, workload, undone, stacks, left, waitsFor } = plan;
  const what = workload ? `Takes ${workload} back` : 'Goes back';
  return [
    colour.bold(`${what} from ${describe(from)}`),
    colour.bold(`  to ${to ? describe(to) : 'how everything was before the first release'}`),
    ...(undone.length > 1 ? [`Undoes ${undone.length} deployments: ${undone.join(', ')}`] : []),
    'In this order, where one needs the other:',
    ...stacks.map(({ action, stackName }) => `  ${action.padEnd(8)} ${stackName}`),
    ...left.map(({ name, reason }) => `Stays: ${name}: ${reason}`),
    ...waitsFor.map((id) =>
      colour.yellow(
        `Waits for ${id}; if that succeeds, it stands. Stop it first: autoland cancel ${id}`,
      ),
    ),
  ].join('\n');
}

function describe({ release, deployment, commit, at }: ReturnEnd): string {
  const source = commit ? `, commit ${commit.slice(0, 12)}` : '';
  return `${release} of ${formatTime(at)} (${deployment}${source})`;
}
