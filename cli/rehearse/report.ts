import colour from 'picocolors';
import type { NotRestored } from '../../core/deployment/list-not-restored.js';
import { plainReason } from '../../core/stack/plain-reason.js';
import type { DeploymentDocument } from '../../functions/support/deployments/document.js';
import type { RehearsalResult } from '../../local/rehearsal/rehearse.js';
import { formatNets } from '../format-nets.js';
import { formatElapsed } from './format.js';

type Ended = Extract<RehearsalResult, { kind: 'ended' }>;

const COLOURS = {
  SUCCEEDED: 'green',
  ROLLED_BACK: 'yellow',
  FAILED_CLEAN: 'yellow',
  FAILED_DIRTY: 'red',
  CANCELLED: 'yellow',
  SUPERSEDED: 'yellow',
} as const;

/** The end of a rehearsal for people: verdict, cause, what was restored in which order, nets, time, cost. */
export function formatReport({ document, rollback, transitions }: Ended): string {
  const from = document.requestedAt;
  return [
    '',
    formatVerdict(document),
    ...formatCause(document, rollback),
    ...formatRestored(rollback ?? document),
    '',
    colour.bold('Timeline') + colour.dim(' (simulated time)'),
    ...[...document.timeline, ...(rollback?.timeline ?? [])]
      .sort((one, other) => one.at - other.at)
      .map(
        (entry) =>
          `  ${formatElapsed(entry.at - from).padStart(8)}  ${entry.step ? `${shortStep(entry.step)}: ` : ''}${entry.message}`,
      ),
    '',
    colour.bold('Guarded by'),
    ...formatNets(document),
    '',
    formatTimes(document, rollback),
    `State transitions: ${transitions} (AWS bills $25 per million)`,
  ].join('\n');
}

function formatVerdict({ verdict, verdictAtEnd, summary }: DeploymentDocument): string {
  const word = colour.bold(colour[verdict ? COLOURS[verdict] : 'red'](verdict ?? 'NO VERDICT'));
  const before =
    verdict !== verdictAtEnd && verdictAtEnd ? colour.dim(` (was ${verdictAtEnd} first)`) : '';
  return `Verdict: ${word}${before}: ${summary ?? ''}`;
}

function formatCause(
  document: DeploymentDocument,
  rollback: DeploymentDocument | undefined,
): readonly string[] {
  const cause = document.rootCause ?? rollback?.rootCause;
  if (!cause) return [];
  const {
    step,
    logicalId,
    reason,
    nextStep,
    class: kind,
  } = cause as { readonly [key: string]: string | undefined };
  const where = [step, logicalId].filter(Boolean).join(' / ');
  return [
    `Root cause${kind ? ` (${kind})` : ''}: ${where ? `${where}: ` : ''}${plainReason(reason ?? '')}`,
    ...(nextStep ? [`Next: ${nextStep}`] : []),
  ];
}

function formatRestored(document: DeploymentDocument): readonly string[] {
  const restored = document.steps
    .filter((step) => step.name.startsWith('restore/') && step.status === 'done')
    .sort((one, other) => (one.endedAt ?? 0) - (other.endedAt ?? 0));
  const lines: string[] = [];
  if (restored.length > 0)
    lines.push(
      `Restored, in this order: ${restored.map((step) => shortStep(step.name)).join(', ')}`,
    );
  for (const { name, reason } of document.left as readonly { name: string; reason: string }[])
    lines.push(`Left as it is: ${name} (${reason})`);
  for (const { name, reason, instructions } of document.notRestored as readonly NotRestored[]) {
    lines.push(colour.red(`Not restored: ${name}: ${reason}`));
    lines.push(...instructions.map((instruction) => `  ${instruction}`));
  }
  return lines;
}

function formatTimes(
  document: DeploymentDocument,
  rollback: DeploymentDocument | undefined,
): string {
  const longest = [...document.steps]
    .filter((step) => step.name.startsWith('deploy/'))
    .sort((one, other) => duration(other) - duration(one))[0];
  const back = rollback
    ? `, rollback ${formatElapsed((rollback.finishedAt ?? rollback.requestedAt) - rollback.requestedAt)}`
    : '';
  const slow =
    longest && duration(longest) > 0
      ? `; the longest step was ${shortStep(longest.name)} with ${formatElapsed(duration(longest))}`
      : '';
  return `Time: ${formatSplit(document.times)}${back}${slow}`;
}

/** `18:24 = queue 0:00 + stacks 13:23 + bake 5:01`; parts that took no time are left out. */
function formatSplit(times: DeploymentDocument['times']): string {
  if (!times) return 'not ended';
  const { total, ...parts } = times;
  const named = Object.entries(parts).filter(([, ms]) => ms >= 1000);
  return `${formatElapsed(total)} = ${named.map(([name, ms]) => `${name} ${formatElapsed(ms)}`).join(' + ')}`;
}

const duration = (step: {
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}): number =>
  step.startedAt !== null && step.endedAt !== null ? step.endedAt - step.startedAt : 0;

/** `deploy/workload/api` -> `api` */
function shortStep(step: string): string {
  return step.split('/').at(-1) ?? step;
}
