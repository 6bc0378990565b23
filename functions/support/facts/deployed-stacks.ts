import pMap from 'p-map';
import { parseDeployedTemplate } from '../../../core/deletion/parse-deployed-template.js';
import type { DeployedStack } from '../../../core/release/take-over.js';
import { findStack, getTemplateText } from '../aws/cloudformation.js';
import { WIDTH } from './width.js';

/** Template and parameters of each of these stacks, which exist, by name: two calls each, so for few stacks only. */
export async function readDeployedStacks(
  stackNames: readonly string[],
): Promise<ReadonlyMap<string, DeployedStack>> {
  const found = await pMap(
    stackNames,
    async (stackName) => {
      const [text, stack] = await Promise.all([getTemplateText(stackName), findStack(stackName)]);
      const deployed = {
        template: parseDeployedTemplate(text),
        parameters: stack?.parameters ?? {},
      };
      return [stackName, deployed] as const;
    },
    { concurrency: WIDTH },
  );
  return new Map(found);
}
