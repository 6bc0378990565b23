import type { DeploymentOptions } from '../deployment/request.js';
import type { Reversibility, ReversibilityReason } from '../rollback/reversibility.js';
import type { ApprovalReason, ApprovalRequest } from './approval-request.js';

type WayBack = Pick<Reversibility, 'way' | 'reasons'>;

const STATEFUL: ReadonlySet<ReversibilityReason['code']> = new Set([
  'stateful-replaced',
  'stateful-removed',
]);

/** More reasons than this nobody reads, and the question travels through a state machine. */
const MOST_REASONS = 20;

/** The question before the first change of a deployment, or null where the request asks for none. */
export function decideReleaseApproval(
  {
    requireApproval,
    requireApprovalWhen,
  }: Pick<DeploymentOptions, 'requireApproval' | 'requireApprovalWhen'>,
  release: {
    readonly releaseId: string;
    readonly application: string;
    readonly environment: string;
  },
  wayBack: WayBack,
): ApprovalRequest | null {
  const because = requireApprovalWhen.filter((reason) => applies(reason, wayBack));
  if (!requireApproval && because.length === 0) return null;
  const { releaseId, application, environment } = release;
  const why = because.length > 0 ? ` (${because.join(', ')})` : '';
  return {
    kind: 'deployment',
    question: `Deploy release ${releaseId} of ${application} into ${environment}${why}?`,
    data: {
      releaseId,
      because,
      wayBack: wayBack.way,
      reasons: wayBack.reasons.slice(0, MOST_REASONS).map(({ message }) => message),
    },
  };
}

function applies(reason: ApprovalReason, { way, reasons }: WayBack): boolean {
  switch (reason) {
    case 'one-way':
      return way === 'one-way';
    // Whoever minds a loss minds one without a way back too.
    case 'reversible-with-loss':
      return way !== 'reversible';
    case 'stateful-replacement':
      return reasons.some(({ code }) => STATEFUL.has(code));
  }
}
