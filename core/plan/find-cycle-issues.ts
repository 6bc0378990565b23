import type { Issue } from '../issues.js';
import { describeReason } from './find-dependencies.js';
import type { Dependency, PlannableStack } from './plannable-stack.js';

/** One issue per cycle, told as its path: each waits for the next, for the reason in brackets. */
export function findCycleIssues(
  cycles: readonly (readonly string[])[],
  stacks: readonly PlannableStack[],
  dependencies: readonly Dependency[],
  fileOf: (stack: PlannableStack) => string,
): readonly Issue[] {
  const byStackName = new Map(stacks.map((stack) => [stack.stackName, stack]));
  const nameOf = (stackName: string): string => byStackName.get(stackName)?.name ?? stackName;
  return cycles.flatMap((cycle): readonly Issue[] => {
    const first = byStackName.get(cycle[0] ?? '');
    if (!first) return [];
    const steps = cycle.slice(1).map((needs, index) => {
      const reasons = reasonsOf(dependencies, cycle[index] ?? '', needs);
      return `-> ${nameOf(needs)} (${reasons.join('; ')})`;
    });
    return [
      {
        severity: 'error',
        file: fileOf(first),
        message: `these wait for each other and none can be the first: ${[nameOf(first.stackName), ...steps].join(' ')}`,
        hint: 'take one of the dependencies away, or split the part that the other needs into a stack of its own',
      },
    ];
  });
}

function reasonsOf(
  dependencies: readonly Dependency[],
  stack: string,
  needs: string,
): readonly string[] {
  const texts = dependencies
    .filter((dependency) => dependency.stack === stack && dependency.needs === needs)
    .map(({ reason }) => describeReason(reason));
  return [...new Set(texts)];
}
