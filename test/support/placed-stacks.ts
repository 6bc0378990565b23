import type { SimulatedAccount } from '../../local/account/simulated-account.js';
import { aLiveStack, type LiveSketch } from './live-stacks.js';

export type PlacedSketch = LiveSketch & {
  /** False: somebody else's stack, which Autoland must leave alone. @default true */
  readonly isOurs?: boolean;
};

/** Puts a stack of shop into the account, with the tags by which it is known. Its name. */
export function placeStack(
  { setup }: Pick<SimulatedAccount, 'setup'>,
  name: string,
  sketch: PlacedSketch = {},
): string {
  const { kind, environment, stackName, template } = aLiveStack(name, sketch);
  const tags = {
    'copilot-application': 'shop',
    'copilot-environment': environment,
    ...(kind === 'workload' ? { 'copilot-service': name } : {}),
    ...(kind === 'environment-addon' ? { 'copilot-workload-type': 'Environment Addons' } : {}),
  };
  const handle = { Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' } };
  setup.stack({
    stackName: sketch.isOurs === false ? name : stackName,
    // A template needs a resource.
    template: { ...template, Resources: { ...handle, ...template.Resources } },
    tags: sketch.isOurs === false ? {} : tags,
  });
  return sketch.isOurs === false ? name : stackName;
}
