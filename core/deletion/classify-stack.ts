import type { StackKind } from '../release/release.js';

/** CloudFormation takes no longer names; Copilot cut them off there. */
const MAX_STACK_NAME = 128;

export type StackIdentity = {
  readonly application: string;
  readonly environment: string;
  readonly kind: StackKind;
  /** Name in the workspace. */
  readonly name: string;
};

/**
 * What a stack is by its tags, and by the name that it must have then. Undefined: none of ours. People tag stacks of
 * their own with Copilot's tags, so that tasks may read the secrets in them: tags alone prove nothing.
 */
export function classifyStack(stack: {
  readonly stackName: string;
  readonly tags: { readonly [name: string]: string };
}): StackIdentity | undefined {
  const { tags, stackName } = stack;
  const application = tags['copilot-application'];
  const environment = tags['copilot-environment'];
  if (!application || !environment) return undefined;
  const found = (kind: StackKind, name: string): StackIdentity | undefined =>
    nameOf({ application, environment, kind, name }) === stackName
      ? { application, environment, kind, name }
      : undefined;
  const workload = tags['copilot-service'];
  if (workload) return found('workload', workload);
  if (tags['copilot-workload-type'] === 'Environment Addons')
    return found('environment-addon', stackName.slice(`${application}-${environment}-`.length));
  return found('environment', environment);
}

function nameOf({ application, environment, kind, name }: StackIdentity): string {
  const prefix = `${application}-${environment}`;
  return (kind === 'environment' ? prefix : `${prefix}-${name}`).slice(0, MAX_STACK_NAME);
}
