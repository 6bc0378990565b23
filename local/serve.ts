import { setTimeout as sleep } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import type { Facts } from '../core/facts/facts.js';
import { app } from '../functions/support/api/app.js';
import type { Mishap } from './account/mishaps.js';
import { VirtualClock } from './clock.js';
import { listen } from './port.js';
import { seededRandom } from './random.js';
import { furnishAccount } from './rehearsal/furnish-account.js';
import type { Prepared } from './rehearsal/prepare.js';
import { createRuntime } from './runtime.js';
import { waitsForPerson } from './waits-for-person.js';

export type ServeOptions = {
  readonly port: number;
  readonly seed: number;
  readonly facts: Partial<Facts>;
  /** What the simulated account has before the first request. */
  readonly prepared: Prepared;
  readonly mishaps: readonly Mishap[];
};

export type LocalApi = { readonly port: number; close(): Promise<void> };

/** Real milliseconds per simulated second while something runs: a deployment of ten minutes takes some seconds. */
const PACE = 8;
const MAX_PAUSE = 200;
/** How often a server with nothing to do looks whether something has come. */
const IDLE_MS = 50;

/**
 * The HTTP API on localhost over a simulated account. Simulated time moves only while an execution runs, and stands still
 * while all that runs waits for a person. Throws `Conflict` where the port cannot be had: nothing is begun then.
 */
export async function serveApi(options: ServeOptions): Promise<LocalApi> {
  const clock = new VirtualClock(Date.now(), (from, to) =>
    sleep(Math.min(MAX_PAUSE, ((to - from) / 1000) * PACE)),
  );
  const server = createAdaptorServer({
    fetch: (request) => clock.track(Promise.resolve(app.fetch(request))),
  });
  // Before the runtime, of which there is one at a time: where another server has the port, its runtime stays whole.
  const port = await listen(server, options.port);
  // Variables come with each request, as on AWS.
  const { variables: _ofRehearsal, ...outside } = options.prepared.assumptions.facts;
  const runtime = createRuntime({
    clock,
    random: seededRandom(options.seed),
    facts: {
      ...outside,
      workloadImages: { ...options.prepared.assumptions.images, ...options.facts.workloadImages },
    },
    mishaps: options.mishaps,
  });
  furnishAccount(runtime.account, options.prepared);
  let closing = false;
  const standsStill = (): boolean =>
    closing ||
    runtime.engine.listExecutions({ status: 'RUNNING' }).length === 0 ||
    waitsForPerson(runtime.engine, clock);
  const moveTime = async (): Promise<void> => {
    while (!closing) {
      await clock.runUntil(standsStill);
      await sleep(IDLE_MS);
    }
  };
  const moving = moveTime();
  return {
    port,
    close: async () => {
      closing = true;
      await new Promise((resolve) => server.close(resolve));
      await moving;
      runtime.close();
    },
  };
}
