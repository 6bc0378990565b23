import type { RenderedStack, StackKind } from '../../core/release/release.js';

export type StackStory = {
  readonly name: string;
  readonly kind: StackKind;
  readonly stackName: string;
  readonly state:
    | 'waiting'
    | 'running'
    | 'done'
    | 'failed'
    | 'unchanged'
    | 'rolled-back'
    | 'skipped';
  /** Resources of the running operation that are done, of how many. */
  readonly done: number;
  readonly total: number;
  /** What CloudFormation works on now, in the words of `aws:copilot:description`. */
  readonly doing: readonly string[];
  /** Simulated milliseconds. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
};

/** What the user sees of a running rehearsal: one line per stack, in the order of the plan. */
export type Story = { readonly stacks: readonly StackStory[] };

export type StackEvent = {
  readonly at: number;
  readonly stackName: string;
  readonly logicalId: string;
  readonly status: string;
  readonly description: string | undefined;
  readonly done: number;
  readonly total: number;
};

export function beginStory(
  stacks: readonly Pick<RenderedStack, 'name' | 'kind' | 'stackName'>[],
): Story {
  return {
    stacks: stacks.map(({ name, kind, stackName }) => ({
      name,
      kind,
      stackName,
      state: 'waiting',
      done: 0,
      total: 0,
      doing: [],
      startedAt: undefined,
      endedAt: undefined,
    })),
  };
}

/** Folds one event of a stack (its own, or of a resource) into the story. */
export function tellStackEvent(story: Story, event: StackEvent): Story {
  return mapStack(story, event.stackName, (stack) => ({
    ...stack,
    state: event.status.includes('ROLLBACK')
      ? 'rolled-back'
      : stack.state === 'waiting'
        ? 'running'
        : stack.state,
    done: event.done,
    total: event.total,
    doing: nextDoing(stack.doing, event),
    startedAt: stack.startedAt ?? event.at,
  }));
}

function nextDoing(doing: readonly string[], event: StackEvent): readonly string[] {
  if (!event.description) return doing;
  const others = doing.filter((one) => one !== event.description);
  return event.status.endsWith('IN_PROGRESS') ? [...others, event.description] : others;
}

/** A step of the deployment or of its restoration ended. */
export function tellStepEnd(
  story: Story,
  stackName: string,
  state: StackStory['state'],
  at: number,
): Story {
  return mapStack(story, stackName, (stack) => ({ ...stack, state, doing: [], endedAt: at }));
}

/** A step that found nothing to change; `deploy/workload/api` names its kind and name. */
export function tellUnchanged(story: Story, step: string): Story {
  const [, kind, name] = step.split('/');
  return {
    stacks: story.stacks.map((stack) =>
      stack.kind === kind && stack.name === name ? { ...stack, state: 'unchanged' } : stack,
    ),
  };
}

function mapStack(
  story: Story,
  stackName: string,
  change: (stack: StackStory) => StackStory,
): Story {
  return {
    stacks: story.stacks.map((stack) => (stack.stackName === stackName ? change(stack) : stack)),
  };
}
