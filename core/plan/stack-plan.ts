import type { BundleStack } from '../release/release.js';
import { guardChanges } from '../stack/guard-changes.js';
import type { ResourceChange } from '../stack/resource-change.js';
import type { StackDiff } from './stack-diff.js';

/**
 * What happens to a stack as a whole. `replace`: an update that makes a resource anew; `blocked`: nothing can happen
 * before a person has done something.
 */
export type PlannedAction = 'create' | 'update' | 'replace' | 'none' | 'blocked';

/** What was found out about one stack. */
export type StackFinding =
  /** CloudFormation was asked: the deployed stack has this very template, or a change set without changes. */
  | { readonly kind: 'unchanged' }
  /** A change set was made, read and discarded. */
  | {
      readonly kind: 'changes';
      readonly operation: 'create' | 'update';
      readonly changes: readonly ResourceChange[];
    }
  | {
      readonly kind: 'blocked';
      readonly reason: string;
      readonly instructions: readonly string[];
    }
  /** CloudFormation could not be asked; `why` is for people. */
  | { readonly kind: 'forecast'; readonly why: string };

/** One stack of a plan, as users see it. */
export type StackPlan = {
  readonly name: string;
  readonly kind: BundleStack['kind'];
  readonly type: string;
  readonly stackName: string;
  readonly predecessors: readonly string[];
  readonly action: PlannedAction;
  /** `live`: CloudFormation says so. `forecast`: found by comparing templates. */
  readonly basis: 'live' | 'forecast';
  readonly changes: readonly ResourceChange[];
  /** Data that would be lost: replaced or removed resources that hold some, one line each. */
  readonly losses: readonly string[];
  /** Why it is a forecast, or blocked. */
  readonly note: string | null;
  /** What to do about a blocked stack, in order. */
  readonly instructions: readonly string[];
};

/** Puts together what the release wants of a stack, what the templates say and what CloudFormation says. */
export function describeStackPlan(
  stack: Pick<BundleStack, 'name' | 'kind' | 'type' | 'stackName' | 'predecessors'>,
  diff: StackDiff,
  finding: StackFinding,
): StackPlan {
  const { name, kind, type, stackName, predecessors } = stack;
  const found = judge(diff, finding);
  const guard = guardChanges(found.changes, { statefulLoss: 'approve' });
  return {
    name,
    kind,
    type,
    stackName,
    predecessors,
    ...found,
    losses: guard.kind === 'pass' ? [] : guard.findings.map(({ message }) => message),
  };
}

type Judged = Pick<StackPlan, 'action' | 'basis' | 'changes' | 'note' | 'instructions'>;

function judge(diff: StackDiff, finding: StackFinding): Judged {
  const live = { basis: 'live', changes: [], note: null, instructions: [] } as const;
  switch (finding.kind) {
    case 'unchanged':
      return { ...live, action: 'none' };
    case 'changes': {
      const { operation, changes } = finding;
      return { ...live, changes, action: operation === 'create' ? 'create' : actionOf(changes) };
    }
    case 'blocked':
      return {
        ...live,
        action: 'blocked',
        note: finding.reason,
        instructions: finding.instructions,
      };
    case 'forecast': {
      const forecast = { ...live, basis: 'forecast', note: finding.why } as const;
      if (diff.action === 'none') return { ...forecast, action: 'none' };
      const action = diff.action === 'create' ? 'create' : actionOf(diff.changes);
      return { ...forecast, action, changes: diff.changes };
    }
  }
}

/** A task definition cannot be changed: every revision replaces the one before, and that is what an update is. */
const REVISED = 'AWS::ECS::TaskDefinition';

function actionOf(changes: readonly ResourceChange[]): 'update' | 'replace' {
  return changes.some(({ action, type }) => action === 'replace' && type !== REVISED)
    ? 'replace'
    : 'update';
}

/** The stack's difference with what CloudFormation says in place of what templates say: for the way back. */
export function toAskedDiff(diff: StackDiff, plan: StackPlan): StackDiff {
  if (plan.basis === 'forecast') return diff;
  if (plan.action === 'none' || plan.action === 'blocked')
    return { ...diff, action: 'none', changes: [], removedExports: [] };
  return {
    ...diff,
    action: plan.action === 'create' ? 'create' : 'update',
    changes: plan.changes,
  };
}
