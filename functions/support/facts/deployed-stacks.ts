import pMap from 'p-map';
import { parseDeployedTemplate } from '../../../core/deletion/parse-deployed-template.js';
import { sha256 } from '../../../core/release/content-hash.js';
import type { DeployedStack } from '../../../core/release/take-over.js';
import { isShell, parseStackStatus } from '../../../core/stack/stack-status.js';
import { findStack, getTemplateText } from '../aws/cloudformation.js';
import { WIDTH } from './width.js';

/**
 * Template and parameters of each of these stacks by name, as far as they exist and are more than a failed creation left:
 * two calls each, so for few stacks only.
 */
export async function readDeployedStacks(
  stackNames: readonly string[],
): Promise<ReadonlyMap<string, DeployedStack>> {
  const found = await pMap(
    stackNames,
    async (stackName) => {
      const [text, stack] = await Promise.all([getTemplateText(stackName), findStack(stackName)]);
      if (!stack || isShell(parseStackStatus(stack.status))) return [];
      const { parameters } = stack;
      const deployed = {
        template: parseDeployedTemplate(text),
        templateHash: sha256(text),
        parameters,
      };
      return [[stackName, deployed] as const];
    },
    { concurrency: WIDTH },
  );
  return new Map(found.flat());
}
