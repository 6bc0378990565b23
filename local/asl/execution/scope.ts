import type { Clock } from '../../clock.js';

/** Thrown at every wait of work that was called off; it unwinds the work and is never shown. */
export class CalledOff extends Error {
  override readonly name = 'CalledOff';
}

/**
 * The extent of work that can be called off as a whole: an execution, a branch of a Parallel, an iteration of a Map.
 * Calling it off rejects every wait inside, so that no promise stays behind.
 */
export class Scope {
  readonly #undo = new Set<() => void>();
  readonly #leave: () => void;
  #isOver = false;

  constructor(parent?: Scope) {
    this.#isOver = parent?.isOver ?? false;
    this.#leave = parent?.onCallOff(() => this.callOff()) ?? (() => {});
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The returned function takes `run` back. In a scope that is over it runs at once. */
  onCallOff(run: () => void): () => void {
    if (this.#isOver) {
      run();
      return () => {};
    }
    this.#undo.add(run);
    return () => void this.#undo.delete(run);
  }

  callOff(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#leave();
    for (const run of [...this.#undo]) run();
    this.#undo.clear();
  }

  /** The work inside has ended by itself. */
  close(): void {
    this.#leave();
  }

  check(): void {
    if (this.#isOver) throw new CalledOff();
  }

  /** Waits for work that cannot be called off itself, such as evaluating an expression. */
  async follow<T>(work: Promise<T>): Promise<T> {
    const value = await work;
    this.check();
    return value;
  }

  /** A promise that `start` settles; what `start` returns cleans up if the scope is called off before. */
  wait<T>(start: (settle: (value: T) => void) => () => void): Promise<T> {
    this.check();
    return new Promise<T>((resolve, reject) => {
      let cleanUp: () => void = () => {};
      const forget = this.onCallOff(() => {
        cleanUp();
        reject(new CalledOff());
      });
      cleanUp = start((value) => {
        forget();
        resolve(value);
      });
    });
  }

  sleep(clock: Clock, delayMs: number): Promise<void> {
    return this.wait((settle) => clock.after(delayMs, settle));
  }
}
