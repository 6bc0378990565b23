import type { DeleteBlocker } from '../plan/delete-order.js';
import type { Obstacle } from './deletion-plan.js';
import type { LiveStack } from './live-stack.js';

/** The blockers of the order of deletion, with what to do about each. */
export function toObstacle({ stackName, reason, by, message }: DeleteBlocker): Obstacle {
  const base = { name: stackName, by, message };
  const others = by.join(', ');
  switch (reason.kind) {
    case 'imported':
      return reason.exportName === ''
        ? { ...base, code: 'circle', hint: 'take the imports out of one of them and deploy it' }
        : {
            ...base,
            code: 'imported',
            hint: `take the import out of ${others} and deploy, or delete ${others} first`,
          };
    case 'subscribed':
      return {
        ...base,
        code: 'subscribed',
        hint: `take the subscription out of ${others} and deploy, or delete ${others} first`,
      };
    case 'depended':
      return {
        ...base,
        code: 'depended-on',
        hint: `take it out of depends_on of ${others} and deploy, or delete ${others} first`,
      };
    case 'occupied':
      return {
        ...base,
        code: 'occupied',
        hint: `delete ${others} first, or the environment with everything in it (cascade)`,
      };
  }
}

/** CloudFormation refuses to delete such a stack; only people switch the protection on, so only they switch it off. */
export function findProtectedStacks(
  stacks: readonly Pick<LiveStack, 'stackName' | 'isTerminationProtected'>[],
): readonly Obstacle[] {
  return stacks
    .filter(({ isTerminationProtected }) => isTerminationProtected)
    .map(({ stackName }) => ({
      code: 'termination-protection',
      name: stackName,
      by: [],
      message: `stack ${stackName} has termination protection`,
      hint: `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stackName}`,
    }));
}

/**
 * CloudFormation acts with this role until the environment is gone. Templates of early Copilot versions do not keep it:
 * it would go in the middle of the deletion, and nobody could finish.
 */
export function findVanishingRoles(stacks: readonly LiveStack[]): readonly Obstacle[] {
  return stacks
    .filter(({ kind }) => kind === 'environment')
    .flatMap(({ stackName, resources, template }) =>
      resources
        .filter(({ physicalId }) => physicalId === `${stackName}-CFNExecutionRole`)
        .filter(({ logicalId }) => template.Resources[logicalId]?.DeletionPolicy !== 'Retain')
        .map(({ physicalId }) => ({
          code: 'role' as const,
          name: stackName,
          by: [],
          message: `the template of ${stackName} does not keep the role ${physicalId}, which CloudFormation needs to the end`,
          hint: 'deploy the environment once more (the template of today keeps it), then delete',
        })),
    );
}

/** Somebody marked the environment as protected: it takes a request that says its name again. */
export function findUnconfirmed(
  environments: readonly { readonly name: string; readonly isProtected: boolean }[],
  confirm: readonly string[],
): readonly Obstacle[] {
  return environments
    .filter(({ name, isProtected }) => isProtected && !confirm.includes(name))
    .map(({ name }) => ({
      code: 'confirmation',
      name,
      by: [],
      message: `environment ${name} is protected`,
      hint: `say its name again: confirm=${name}`,
    }));
}

/** Environments whose account does not let the installation in: what is there would be left behind. */
export function findElsewhere(
  unreachable: readonly { readonly name: string; readonly reason: string; readonly hint: string }[],
): readonly Obstacle[] {
  return unreachable.map(({ name, reason, hint }) => ({
    code: 'elsewhere',
    name,
    by: [],
    message: reason,
    hint,
  }));
}
