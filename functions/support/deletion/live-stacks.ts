import { classifyStack, type StackIdentity } from '../../../core/deletion/classify-stack.js';
import type { LivePart, LiveStack } from '../../../core/deletion/live-stack.js';
import { parseDeployedTemplate } from '../../../core/deletion/parse-deployed-template.js';
import { findStack, getTemplateText, listStackResources } from '../aws/cloudformation.js';
import { fewAtOnce } from './few-at-once.js';
import type { ListedStack } from './list-stacks.js';

/** One of our stacks that exists, before anything is read of what is in it. */
export type FoundStack = StackIdentity & {
  readonly stackName: string;
  readonly parameters: { readonly [name: string]: string };
  readonly isTerminationProtected: boolean;
  readonly nested: readonly ListedStack[];
};

/** The stacks of the application's environments, or of one of them, by their tags and names. */
export async function findStacksOf(
  listed: readonly ListedStack[],
  application: string,
  environment?: string,
): Promise<readonly FoundStack[]> {
  const prefix = environment === undefined ? `${application}-` : `${application}-${environment}`;
  const candidates = listed.filter(
    ({ stackName, stackId, rootId }) => stackId === rootId && stackName.startsWith(prefix),
  );
  const found = await fewAtOnce(candidates, async ({ stackId }) => {
    const stack = await findStack(stackId);
    // Deleted since it was listed.
    if (!stack || stack.status === 'DELETE_COMPLETE') return [];
    const identity = classifyStack(stack);
    if (identity?.application !== application) return [];
    if (environment !== undefined && identity.environment !== environment) return [];
    const { stackName, parameters, isTerminationProtected } = stack;
    const nested = listed.filter((one) => one.rootId === stackId && one.stackId !== stackId);
    return [{ ...identity, stackName, parameters, isTerminationProtected, nested }];
  });
  return found.flat();
}

/** Everything about the stacks that a plan looks at: templates and resources, those of nested stacks too. */
export function readStacks<S extends FoundStack>(
  stacks: readonly S[],
): Promise<readonly (LiveStack & { readonly environment: string })[]> {
  return fewAtOnce(stacks, async (stack) => {
    const { kind, name, environment, stackName, parameters, isTerminationProtected } = stack;
    const own = await readPart(stackName, stackName, parameters);
    const nested = await fewAtOnce(stack.nested, async (one) => {
      const view = await findStack(one.stackId);
      return readPart(one.stackName, one.stackId, view?.parameters ?? {});
    });
    return { kind, name, environment, isTerminationProtected, ...own, nested };
  });
}

async function readPart(
  stackName: string,
  nameOrId: string,
  parameters: LivePart['parameters'],
): Promise<LivePart> {
  const [text, resources] = await Promise.all([
    getTemplateText(nameOrId),
    listStackResources(nameOrId),
  ]);
  return {
    stackName,
    template: parseDeployedTemplate(text),
    parameters,
    resources: resources.filter(({ status }) => status !== 'DELETE_COMPLETE'),
  };
}
