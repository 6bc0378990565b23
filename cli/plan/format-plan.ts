import colour from 'picocolors';
import type { Gate } from '../../core/plan/list-gates.js';
import type { PlannedAction, StackPlan } from '../../core/plan/stack-plan.js';
import type { Reversibility } from '../../core/rollback/reversibility.js';
import type { ResourceChange } from '../../core/stack/resource-change.js';
import { formatWayBack } from '../format-way-back.js';

export type ShownPlan = {
  readonly application: string;
  readonly environment: string;
  readonly previousRelease: string | null;
  readonly stacks: readonly StackPlan[];
  readonly wayBack: Reversibility | null;
  readonly gates: readonly Gate[];
  readonly warnings: readonly string[];
};

const COLOURS: { readonly [action in PlannedAction]: 'green' | 'cyan' | 'yellow' | 'dim' | 'red' } =
  { create: 'green', update: 'cyan', replace: 'yellow', none: 'dim', blocked: 'red' };

/** A plan as text: every stack in order with what changes in it, then whether there is a way back. */
export function formatPlan(plan: ShownPlan): string {
  const { application, environment, previousRelease, stacks, warnings } = plan;
  const over = previousRelease ? `over ${previousRelease}` : 'over nothing';
  return [
    colour.bold(`Plan: ${application} into ${environment}, ${over}: ${count(stacks)}`),
    ...warnings.map((warning) => colour.yellow(warning)),
    ...stacks.flatMap(formatStack),
    ...formatWayBack(plan.wayBack),
    ...formatGates(plan.gates),
  ].join('\n');
}

function count(stacks: readonly StackPlan[]): string {
  const actions = Object.keys(COLOURS) as readonly PlannedAction[];
  const counted = actions.flatMap((action) => {
    const found = stacks.filter((stack) => stack.action === action).length;
    return found > 0 ? [`${found} ${action === 'none' ? 'unchanged' : action}`] : [];
  });
  return counted.join(', ') || 'no stacks';
}

function formatStack(stack: StackPlan, index: number): readonly string[] {
  const { name, action, stackName, predecessors, changes, losses, note, instructions } = stack;
  const after = predecessors.length > 0 ? colour.dim(` after ${predecessors.join(', ')}`) : '';
  const word = colour[COLOURS[action]](action.padEnd(8));
  const isNew = action === 'create';
  return [
    `  ${String(index + 1).padStart(2)}. ${word} ${name.padEnd(16)} ${stackName}${after}`,
    ...(isNew ? [`        + ${changes.length} resources`] : changes.map(formatChange)),
    ...losses.map((loss) => colour.red(`        data would be lost: ${loss}`)),
    ...(note && action !== 'none' && !isNew ? [colour.dim(`        ${note}`)] : []),
    ...instructions.map((line) => `        ${line}`),
  ];
}

const MARKS: { readonly [action in ResourceChange['action']]: string } = {
  create: '+',
  update: '~',
  replace: '±',
  remove: '-',
  import: '>',
};

function formatChange({ action, certainty, logicalId, type, properties }: ResourceChange): string {
  const doubt = certainty === 'possible' ? ' (possibly)' : '';
  const what = properties.length > 0 ? `: ${properties.join(', ')}` : '';
  return `        ${MARKS[action]} ${logicalId} ${colour.dim(type)} ${action}${doubt}${what}`;
}

function formatGates(gates: readonly Gate[]): readonly string[] {
  return gates.map(({ stack, leads, message }) => {
    const where = stack ? `${stack}: ` : '';
    return leads === 'approval'
      ? `Approval needed: ${where}${message}`
      : colour.red(`Refused: ${where}${message}`);
  });
}
