import colour from 'picocolors';
import type { NotRestored } from '../core/deployment/list-not-restored.js';
import { describeStep } from '../core/deployment/step-name.js';
import { plainReason } from '../core/stack/plain-reason.js';
import type { DeploymentDocument } from '../functions/support/deployments/document.js';
import { formatNets } from './format-nets.js';
import { formatWayBack } from './format-way-back.js';

type Cause = {
  readonly step?: string;
  readonly class?: string;
  readonly reason?: string;
  readonly nextStep?: string;
};

/** How a deployment ended: verdict, cause, what to do, what a person has to restore. */
export function formatEnd({
  verdict,
  summary,
  rootCause,
  notRestored,
}: DeploymentDocument): string {
  const cause = rootCause as Cause | null;
  const left = notRestored as readonly NotRestored[];
  const kind = cause?.class ? ` (${cause.class})` : '';
  const where = cause?.step ? `${cause.step}: ` : '';
  return [
    `Verdict: ${colour.bold(verdict ?? 'none yet')}${summary ? `: ${summary}` : ''}`,
    ...(cause?.reason ? [`Root cause${kind}: ${where}${plainReason(cause.reason)}`] : []),
    ...(cause?.nextStep ? [`Next: ${cause.nextStep}`] : []),
    ...left.flatMap(({ name, reason, instructions }) => [
      colour.red(`Not restored: ${name}: ${reason}`),
      ...instructions.map((instruction) => `  ${instruction}`),
    ]),
  ].join('\n');
}

const KINDS = {
  deploy: ['deployment', 'into'],
  rollback: ['rollback', 'in'],
  delete: ['deletion', 'in'],
} as const;

/** How a deployment stands: what it is, its steps, who is waited for, and its end where it has one. */
export function formatStatus(document: DeploymentDocument): string {
  const { id, kind, application, environment, status, steps, approvals } = document;
  const [what, where] = KINDS[kind];
  const place = environment ? `${application} ${where} ${environment}` : application;
  const waiting = approvals.filter((approval) => approval.status === 'WAITING');
  return [
    colour.bold(`${id}: ${what} of ${place}, ${status.toLowerCase()}`),
    ...formatWayBack(document.wayBack),
    ...steps.map(({ name, status: state }) => `  ${state.padEnd(10)} ${describeStep(name)}`),
    ...waiting.flatMap(({ id: approval, question }) => [
      `Waits for an answer: ${question}`,
      `  autoland approve ${approval}, or autoland reject ${approval}`,
    ]),
    ...(document.verdict ? [formatEnd(document)] : []),
    ...(document.nets.length > 0 ? ['Guarded by', ...formatNets(document)] : []),
  ].join('\n');
}
