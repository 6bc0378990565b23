import { setTimeout as sleep } from 'node:timers/promises';
import { createLogUpdate } from 'log-update';
import type { Prepared } from '../../local/rehearsal/prepare.js';
import type { RehearsalListener } from '../../local/rehearsal/rehearse.js';
import type { Runtime } from '../../local/runtime.js';
import { formatElapsed, formatTree } from './format.js';
import {
  beginStory,
  type StackStory,
  type Story,
  tellStackEvent,
  tellStepEnd,
  tellUnchanged,
} from './story.js';

/** Real milliseconds per simulated second, and at most, so that the eye can follow on a terminal. */
const PACE = 1;
const MAX_PAUSE = 80;

/** Follows a rehearsal: a tree that repaints itself on a terminal, plain lines elsewhere. */
export function showRehearsal(
  prepared: Prepared,
  out: NodeJS.WriteStream,
): RehearsalListener & { end(): void } {
  return out.isTTY ? showTree(prepared, out) : showLines(prepared, out);
}

function showTree(
  prepared: Prepared,
  out: NodeJS.WriteStream,
): RehearsalListener & { end(): void } {
  const paint = createLogUpdate(out);
  let story = beginStory(prepared.stacks);
  let phase = 'deploys';
  let startedAt = 0;
  return {
    onStart: (runtime) => {
      startedAt = runtime.clock.now();
      follow(runtime, prepared, (change) => {
        story = change(story);
      });
    },
    onInvoked: (name, event) => {
      phase = PHASES[phaseKey(name, event)] ?? phase;
      const ended = findUnchanged(name, event);
      if (ended) story = tellUnchanged(story, ended);
    },
    onAdvance: async (from, to) => {
      paint(`${formatTree(story, from)}\n${formatElapsed(from - startedAt)} ${phase}`);
      await sleep(Math.min(MAX_PAUSE, ((to - from) / 1000) * PACE));
    },
    end: () => paint.done(),
  };
}

/** What the deployment as a whole does, by the function that has just run. */
const PHASES: { readonly [key: string]: string } = {
  'watch-alarms bake': 'bakes under alarms',
  'rollback plan': 'rolls back',
  'record verdict': 'is watched after success',
};

type Invoked = {
  readonly action?: string;
  readonly step?: string;
  readonly result?: { readonly kind?: string; readonly result?: { readonly kind?: string } };
};

const phaseKey = (name: string, event: unknown): string =>
  `${name} ${(event as Invoked).action ?? ''}`;

/** Step that ended without a change: no event of a stack tells that. */
function findUnchanged(name: string, event: unknown): string | undefined {
  const { action, step, result } = event as Invoked;
  if (name !== 'record-step' || action !== 'step-ended' || result?.result?.kind !== 'unchanged')
    return undefined;
  return step;
}

function showLines(
  prepared: Prepared,
  out: NodeJS.WriteStream,
): RehearsalListener & { end(): void } {
  const nameOf = new Map(prepared.stacks.map((stack) => [stack.stackName, stack.name]));
  return {
    onStart: (runtime) => {
      const startedAt = runtime.clock.now();
      runtime.account.progress.onStackEvent((event) => {
        const name = nameOf.get(event.stackName);
        if (name === undefined || !(event.description || event.logicalId === event.stackName))
          return;
        if (event.status.endsWith('IN_PROGRESS') && event.description) return;
        const what = event.description ?? event.stackName;
        out.write(
          `${formatElapsed(event.at - startedAt).padStart(8)}  ${name.padEnd(14)} ${`${event.done}/${event.total}`.padStart(6)}  ${event.status.padEnd(28)} ${what}\n`,
        );
      });
    },
    end: () => undefined,
  };
}

function follow(
  runtime: Runtime,
  prepared: Prepared,
  tell: (change: (story: Story) => Story) => void,
): void {
  const known = new Set(prepared.stacks.map((stack) => stack.stackName));
  runtime.account.progress.onStackEvent((event) => {
    if (!known.has(event.stackName)) return;
    tell((story) => tellStackEvent(story, { ...event, description: event.description }));
    const end = event.logicalId === event.stackName ? END_STATES[event.status] : undefined;
    if (end) tell((story) => tellStepEnd(story, event.stackName, end, event.at));
  });
}

const END_STATES: { readonly [status: string]: StackStory['state'] } = {
  CREATE_COMPLETE: 'done',
  UPDATE_COMPLETE: 'done',
  ROLLBACK_COMPLETE: 'rolled-back',
  UPDATE_ROLLBACK_COMPLETE: 'rolled-back',
  UPDATE_ROLLBACK_FAILED: 'failed',
  ROLLBACK_FAILED: 'failed',
};
