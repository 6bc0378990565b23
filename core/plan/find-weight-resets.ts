import type { ResourceChange } from '../stack/resource-change.js';
import type { CfnValue, Template } from '../template/cloudformation.js';
import { isList, isObject } from './evaluate-value.js';

const BALANCED = new Set([
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
]);

/**
 * ECS changes the weights of a rule that forwards to two target groups, and the template keeps the first ones. When
 * anything else of the rule changes, CloudFormation writes them again (aws/aws-cdk#36649): to whichever target group, with
 * tasks or without.
 */
export function findWeightResets(
  before: Template,
  changes: readonly ResourceChange[],
): readonly string[] {
  return changes
    .filter(({ type, action }) => BALANCED.has(type) && action !== 'create')
    .map(({ logicalId }) => logicalId)
    .filter((id) => isWeighted(before.Resources[id]?.Properties ?? {}));
}

function isWeighted({ Actions, DefaultActions }: { readonly [name: string]: CfnValue }): boolean {
  const actions = Actions ?? DefaultActions;
  return (
    isList(actions) &&
    actions.some((action) => {
      const forward = isObject(action) ? action.ForwardConfig : undefined;
      const groups = isObject(forward) ? forward.TargetGroups : undefined;
      return isList(groups) && groups.length > 1;
    })
  );
}
