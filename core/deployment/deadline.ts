/** What of a deployment its times follow from. */
export type TimedRequest = {
  readonly kind: 'deploy' | 'rollback' | 'delete';
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** As it was accepted; a release may name its own deadline in its options. */
  readonly request: unknown;
};

/** Milliseconds since the epoch, and the minutes from the request. */
export type Deadline = { readonly at: number; readonly minutes: number };

/** Longer than every wait of a release that goes well: the queue, an approval, the bake. */
export const DEPLOY_MINUTES = 1440;
/** With the day for the way back it stays below the time-outs of the state machines (a test holds them together). */
export const MOST_DEPLOY_MINUTES = 2880;
/** A whole application included; what is left then goes with the same request again. */
const DELETE_MINUTES = 1440;
/** What is going back when the deadline has passed, or on its own, may take so long. */
export const WAY_BACK_MINUTES = 1440;

const MINUTE_MS = 60_000;

/**
 * When nothing new of a release or a deletion begins any more: what runs is stopped, and the way back is taken. Undefined
 * for a rollback of its own: it is the way back.
 */
export function findDeadline({ kind, createdAt, request }: TimedRequest): Deadline | undefined {
  if (kind === 'rollback') return undefined;
  const minutes = kind === 'delete' ? DELETE_MINUTES : minutesOf(request);
  return { at: createdAt + minutes * MINUTE_MS, minutes };
}

/** Parsed when the request was accepted: the schema is too large for what is asked at each step. */
function minutesOf(request: unknown): number {
  const { options } = request as { readonly options?: { readonly deadlineMinutes?: number } };
  return options?.deadlineMinutes ?? DEPLOY_MINUTES;
}

/** When the verdict is said, whatever is waited for. */
export function findLastMoment(deployment: TimedRequest): number {
  const from = findDeadline(deployment)?.at ?? deployment.createdAt;
  return from + WAY_BACK_MINUTES * MINUTE_MS;
}

export function describeDeadline({ minutes }: Deadline): string {
  return `the deadline of ${minutes} minutes has passed`;
}
