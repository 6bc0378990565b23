import type { Clock } from '../../clock.js';
import type { Json } from '../api.js';
import type { Scope } from './scope.js';

export type TaskOutcome =
  | { readonly kind: 'succeed'; readonly result: Json }
  | { readonly kind: 'fail'; readonly error?: string; readonly cause?: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'heartbeat-timeout' };

export type TaskDeadlines = {
  readonly timeoutSeconds?: number | undefined;
  readonly heartbeatSeconds?: number | undefined;
};

/**
 * A task under way. The first of answer, token, TimeoutSeconds and HeartbeatSeconds settles it; whatever comes later
 * is ignored. A heartbeat starts the second clock again, never the first.
 */
export class PendingTask {
  readonly outcome: Promise<TaskOutcome>;
  readonly #clock: Clock;
  readonly #heartbeatSeconds: number | undefined;
  #settle: (outcome: TaskOutcome) => void = () => {};
  #stopHeartbeat: () => void = () => {};
  #isOver = false;

  constructor(scope: Scope, clock: Clock, deadlines: TaskDeadlines) {
    this.#clock = clock;
    this.#heartbeatSeconds = deadlines.heartbeatSeconds;
    this.outcome = scope.wait((settle) => {
      const stopTimeout = this.#after(deadlines.timeoutSeconds, { kind: 'timeout' });
      const end = () => {
        this.#isOver = true;
        stopTimeout();
        this.#stopHeartbeat();
      };
      this.#settle = (outcome) => {
        end();
        settle(outcome);
      };
      return end;
    });
    // Whoever started the task awaits it a little later; until then a call-off must not count as unhandled.
    this.outcome.catch(() => {});
    this.beat();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  settle(outcome: TaskOutcome): void {
    if (!this.#isOver) this.#settle(outcome);
  }

  beat(): void {
    if (this.#isOver) return;
    this.#stopHeartbeat();
    this.#stopHeartbeat = this.#after(this.#heartbeatSeconds, { kind: 'heartbeat-timeout' });
  }

  #after(seconds: number | undefined, outcome: TaskOutcome): () => void {
    if (seconds === undefined) return () => {};
    return this.#clock.after(seconds * 1000, () => this.settle(outcome), 'limit');
  }
}
