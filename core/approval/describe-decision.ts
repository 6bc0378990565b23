/** Who answers where no person does: time is up, an alarm fires, the deployment is cancelled. */
export const NOBODY = 'autoland';

export type DecisionWords = {
  readonly approved: boolean;
  readonly by: string;
  readonly comment?: string | undefined;
};

/** What was to be approved and was not, by the words below, and what comes next. */
export const NOT_APPROVED = {
  pattern: /^not approved/i,
  nextStep: 'settle it with whoever refused, or with the alarm, then deploy again',
};

/** `approved by Ann: looks good`, `not approved by Ann: not on a Friday`, `not approved: nobody has answered in time` */
export function describeDecision({ approved, by, comment }: DecisionWords): string {
  const who = by === NOBODY ? '' : ` by ${by}`;
  return `${approved ? 'approved' : 'not approved'}${who}${comment ? `: ${comment}` : ''}`;
}
