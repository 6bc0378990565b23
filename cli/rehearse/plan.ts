import colour from 'picocolors';
import { formatIssue, type Issue } from '../../core/issues.js';
import type { Prepared } from '../../local/rehearsal/prepare.js';

/** What the rehearsal is going to do, before it does it. */
export function formatPlan(
  prepared: Prepared,
  environment: string,
  from: 'nothing' | 'previous',
  issues: readonly Issue[],
): string {
  const { application, stacks, assumptions } = prepared;
  const before = from === 'nothing' ? 'into an empty account' : 'over the release before it';
  return [
    colour.bold(`Rehearsal: ${application} into ${environment}, ${before}`),
    ...issues.map((issue) => colour.yellow(formatIssue(issue))),
    ...(assumptions.notes.length > 0
      ? ['Assumed (say otherwise with --facts):', ...assumptions.notes.map((note) => `  ${note}`)]
      : []),
    'Plan, in this order:',
    ...stacks.map(
      (stack, index) =>
        `  ${String(index + 1).padStart(2)}. ${stack.name.padEnd(16)} ${stack.type.padEnd(28)} ${stack.stackName}`,
    ),
    '',
  ].join('\n');
}
