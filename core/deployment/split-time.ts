/** What the split is computed from; times are milliseconds since the epoch. */
export type TimedDeployment = {
  readonly requestedAt: number;
  readonly finishedAt: number | null;
  readonly timeline: readonly { readonly at: number; readonly kind: string }[];
  readonly steps: readonly {
    readonly name: string;
    readonly startedAt: number | null;
    readonly endedAt: number | null;
  }[];
  readonly bake: { readonly startedAt?: number; readonly endedAt?: number } | null;
};

/** Where the time of a deployment went, in milliseconds. The parts follow each other and add up to `total`. */
export type TimeSplit = {
  readonly total: number;
  /** Until the lease was granted. */
  readonly queue: number;
  /** Workspace and facts to release bundle. */
  readonly render: number;
  /** From the first stack that was looked at to the last that ended. */
  readonly stacks: number;
  readonly bake: number;
  /** From the first stack on the way back to the last. */
  readonly rollback: number;
  readonly other: number;
};

/** Splits the time that has passed; undefined while the deployment goes on. */
export function splitTime(deployment: TimedDeployment): TimeSplit | undefined {
  const { requestedAt, finishedAt, timeline, steps, bake } = deployment;
  if (finishedAt === null) return undefined;
  const granted = timeline.find((entry) => entry.kind === 'lease-granted')?.at ?? finishedAt;
  const rendered = timeline.find((entry) => entry.kind === 'rendered')?.at ?? granted;
  const total = finishedAt - requestedAt;
  const parts = {
    queue: granted - requestedAt,
    render: rendered - granted,
    stacks: spanOf(steps, 'deploy/'),
    bake: bake?.startedAt && bake.endedAt ? bake.endedAt - bake.startedAt : 0,
    rollback: spanOf(steps, 'restore/'),
  };
  const known = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { total, ...parts, other: Math.max(0, total - known) };
}

function spanOf(steps: TimedDeployment['steps'], phase: string): number {
  const timed = steps.filter((step) => step.name.startsWith(phase));
  const starts = timed.flatMap((step) => step.startedAt ?? []);
  const ends = timed.flatMap((step) => step.endedAt ?? []);
  if (starts.length === 0 || ends.length === 0) return 0;
  return Math.max(0, Math.max(...ends) - Math.min(...starts));
}
