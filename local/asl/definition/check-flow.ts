import type { Report } from './diagnostic.js';
import type { Branch, State } from './machine.js';

type Transition = { readonly target: string; readonly location: string };

/** Transitions lead to states of the same branch, every state can be reached, and the workflow can end. */
export function checkFlow(branch: Branch, report: Report, location = ''): void {
  if (!(branch.StartAt in branch.States))
    report(
      `${location}/StartAt`,
      `Missing 'Next' target: ${branch.StartAt}`,
      'MISSING_TRANSITION_TARGET',
    );
  for (const [name, state] of Object.entries(branch.States)) {
    const place = `${location}/States/${name}`;
    for (const { target, location: from } of findTransitions(state, place))
      if (!(target in branch.States))
        report(from, `Missing 'Next' target: ${target}`, 'MISSING_TRANSITION_TARGET');
    for (const [nested, where] of findBranches(state, place)) checkFlow(nested, report, where);
  }
  if (!Object.values(branch.States).some(isTerminal))
    report(undefined, 'Workflow has no terminal state', 'MISSING_END_STATE');
  else reportUnreachable(branch, report, location);
}

function reportUnreachable(branch: Branch, report: Report, location: string): void {
  const reached = new Set<string>();
  const open = [branch.StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = branch.States[name];
    if (!state || reached.has(name)) continue;
    reached.add(name);
    for (const { target } of findTransitions(state, '')) open.push(target);
  }
  for (const name of Object.keys(branch.States))
    if (!reached.has(name))
      report(
        `${location}/States/${name}`,
        `State "${name}" is not reachable.`,
        'MISSING_TRANSITION_TARGET',
      );
}

function isTerminal(state: State): boolean {
  return (
    state.Type === 'Succeed' || state.Type === 'Fail' || ('End' in state && state.End === true)
  );
}

function findTransitions(state: State, location: string): readonly Transition[] {
  const found: Transition[] = [];
  const add = (target: string | undefined, field: string) => {
    if (target !== undefined) found.push({ target, location: `${location}/${field}` });
  };
  if (state.Type === 'Choice') {
    for (const [index, rule] of state.Choices.entries()) add(rule.Next, `Choices[${index}]/Next`);
    add(state.Default, 'Default');
  } else if ('Next' in state) {
    add(state.Next, 'Next');
  }
  if ('Catch' in state)
    for (const [index, { Next }] of (state.Catch ?? []).entries())
      add(Next, `Catch[${index}]/Next`);
  return found;
}

function findBranches(state: State, location: string): readonly (readonly [Branch, string])[] {
  if (state.Type === 'Parallel')
    return state.Branches.map((branch, index) => [branch, `${location}/Branches[${index}]`]);
  if (state.Type !== 'Map') return [];
  const processor = state.ItemProcessor ?? state.Iterator;
  const name = state.ItemProcessor ? 'ItemProcessor' : 'Iterator';
  return processor ? [[processor, `${location}/${name}`]] : [];
}
