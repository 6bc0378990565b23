/**
 * Time for everything under local/. It is virtual: an hour of bake takes milliseconds, for it moves to the next timer as
 * soon as no work is under way.
 */
export type Clock = {
  /** Whole milliseconds since the epoch. */
  now(): number;
  /**
   * Calls `run` after `delayMs`; the returned function takes the timer back. `limit`: no work is under way until then,
   * the timer only ends what waits, or looks after it (time-outs, heartbeats, schedules).
   */
  after(delayMs: number, run: () => void, kind?: 'limit'): () => void;
  /** Tells the clock that work is under way (a handler runs); virtual time stands still until it settles. */
  track<T>(work: Promise<T>): Promise<T>;
};

type Timer = {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  readonly isLimit: boolean;
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  #inFlight = 0;
  readonly #timers = new Set<Timer>();

  readonly #onAdvance: ((fromMs: number, toMs: number) => Promise<void>) | undefined;

  /** `onAdvance` is awaited each time before virtual time moves: a show slows itself down with it. */
  constructor(
    startMs = Date.UTC(2026, 0, 1),
    onAdvance?: (fromMs: number, toMs: number) => Promise<void>,
  ) {
    this.#now = startMs;
    this.#onAdvance = onAdvance;
  }

  now(): number {
    return Math.floor(this.#now);
  }

  after(delayMs: number, run: () => void, kind?: 'limit'): () => void {
    this.#order += 1;
    const at = this.#now + Math.max(0, delayMs);
    const timer: Timer = { at, order: this.#order, run, isLimit: kind === 'limit' };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Something runs, or will go on by itself: limits of what waits do not count. */
  isWorking(): boolean {
    if (this.#inFlight > 0) return true;
    for (const { isLimit } of this.#timers) if (!isLimit) return true;
    return false;
  }

  async track<T>(work: Promise<T>): Promise<T> {
    this.#inFlight += 1;
    try {
      return await work;
    } finally {
      this.#inFlight -= 1;
    }
  }

  /** Advances from timer to timer until `isDone`, or until nothing is left to happen; false in the latter case. */
  async runUntil(isDone: () => boolean): Promise<boolean> {
    for (;;) {
      await this.#settle();
      if (isDone()) return true;
      const next = this.#earliest();
      if (!next) return false;
      this.#timers.delete(next);
      if (this.#onAdvance && next.at > this.#now) await this.#onAdvance(this.#now, next.at);
      this.#now = next.at;
      next.run();
    }
  }

  async #settle(): Promise<void> {
    do await turn();
    while (this.#inFlight > 0);
  }

  #earliest(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    }
    return first;
  }
}
