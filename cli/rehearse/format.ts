import colour from 'picocolors';
import type { StackStory, Story } from './story.js';

/** `1:05`, `1:02:03`: simulated time since the beginning. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

const MARKS: {
  readonly [state in StackStory['state']]: readonly [
    string,
    'dim' | 'cyan' | 'green' | 'red' | 'yellow',
  ];
} = {
  waiting: ['·', 'dim'],
  running: ['▸', 'cyan'],
  done: ['✔', 'green'],
  failed: ['✘', 'red'],
  unchanged: ['=', 'dim'],
  'rolled-back': ['↩', 'yellow'],
  skipped: ['-', 'dim'],
};

const GROUPS = [
  ['environment', 'Environment'],
  ['environment-addon', 'Environment addons'],
  ['workload', 'Workloads'],
] as const;

/** The tree that is repainted on a terminal. */
export function formatTree(story: Story, now: number): string {
  return GROUPS.flatMap(([kind, title]) => {
    const stacks = story.stacks.filter((stack) => stack.kind === kind);
    return stacks.length === 0
      ? []
      : [colour.bold(title), ...stacks.map((stack) => formatStack(stack, now))];
  }).join('\n');
}

function formatStack(stack: StackStory, now: number): string {
  const [mark, style] = MARKS[stack.state];
  const counted = stack.total > 0 ? `${stack.done}/${stack.total}` : '';
  const elapsed =
    stack.startedAt === undefined ? '' : formatElapsed((stack.endedAt ?? now) - stack.startedAt);
  const doing = stack.doing.at(-1) ?? (stack.state === 'unchanged' ? 'unchanged' : '');
  return `  ${colour[style](mark)} ${stack.name.padEnd(16)} ${counted.padStart(6)} ${elapsed.padStart(6)}  ${colour.dim(doing)}`.trimEnd();
}
