import type { Issue } from '../issues.js';
import type { Template } from '../template/cloudformation.js';
import { keepRetiredCustomResources } from '../template/keep-retired-custom-resources.js';
import type { RenderedStack } from './release.js';

/** A stack as it is deployed now, whoever deployed it. */
export type DeployedStack = {
  readonly template: Template;
  /** SHA-256 of its text as CloudFormation holds it, hex. */
  readonly templateHash: string;
  readonly parameters: { readonly [name: string]: string };
};

export type TakenOver = {
  readonly stacks: readonly RenderedStack[];
  /** Warnings: one per stack that needs another update. */
  readonly issues: readonly Issue[];
};

/**
 * Takes over stacks that Copilot deployed: what must not be deleted at once stays for one update, as a transition of
 * the stack. Stacks without a deployed one are given back as they are.
 */
export function takeOverStacks(
  stacks: readonly RenderedStack[],
  deployed: ReadonlyMap<string, DeployedStack>,
): TakenOver {
  const issues: Issue[] = [];
  const taken = stacks.map((stack) => {
    const live = deployed.get(stack.stackName);
    if (live === undefined) return stack;
    const { template, kept, previousParameters } = keepRetiredCustomResources(
      live.template,
      stack.template,
    );
    if (kept.length === 0) return stack;
    issues.push(describeTakeOver(stack, kept));
    const previous = previousParameters.flatMap((name) => {
      const value = live.parameters[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    const parameters = { ...stack.parameters, ...Object.fromEntries(previous) };
    return { ...stack, transition: { template, parameters } };
  });
  return { stacks: taken, issues };
}

function describeTakeOver({ name, stackName }: RenderedStack, kept: readonly string[]): Issue {
  return {
    severity: 'warning',
    file: `copilot/${name}/manifest.yml`,
    message: `stack ${stackName} is taken over from Copilot in two updates; ${kept.join(', ')} stay until the second`,
    hint: 'deploy once more, whenever you like: they go then, without being asked to delete anything',
  };
}
