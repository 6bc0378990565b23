import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { getAtt, ref } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { awsManagedPolicy, iamRole, trustService } from '../iam.js';
import { roleDescription } from '../role-description.js';
import type { ForwardAction } from './listener-rules.js';

const ROLE = 'TrafficShiftRole';

/** The target group of the next revision, beside the one of the current. They change roles at every deployment. */
const alternateTargetGroupId = (targetGroup: string): string => `Alternate${targetGroup}`;

/**
 * A rule that forwards to both target groups. ECS owns the weights from the first deployment on: CloudFormation
 * writes these only when the rule is made or changed.
 */
export const forwardToBoth: ForwardAction = (targetGroup) => ({
  Type: 'forward',
  ForwardConfig: {
    TargetGroups: [
      { TargetGroupArn: ref(targetGroup), Weight: 100 },
      { TargetGroupArn: ref(alternateTargetGroupId(targetGroup)), Weight: 0 },
    ],
  },
});

/** `AdvancedConfiguration` of a load balancer of the service: what ECS needs to shift its traffic. */
export function advancedConfiguration(targetGroup: string, productionRule: CfnValue): CfnObject {
  return {
    AlternateTargetGroupArn: ref(alternateTargetGroupId(targetGroup)),
    ProductionListenerRule: productionRule,
    RoleArn: getAtt(ROLE, 'Arn'),
  };
}

/** A copy of each target group for the other revision, and the role with which ECS changes the listeners. */
export function renderTrafficShift(
  targetGroups: { readonly [id: string]: Resource },
  boundary: string | undefined,
): { readonly [id: string]: Resource } {
  const alternates = Object.entries(targetGroups).map(([id, group]): [string, Resource] => [
    alternateTargetGroupId(id),
    describeResource(`A second target group, for the other revision of your service`, group),
  ]);
  if (alternates.length === 0) return {};
  const role = iamRole({
    trust: trustService('ecs.amazonaws.com'),
    boundary,
    managed: [awsManagedPolicy('AmazonECSInfrastructureRolePolicyForLoadBalancers')],
  });
  const purpose = 'for ECS to shift traffic between two revisions of your service';
  return {
    ...Object.fromEntries(alternates),
    [ROLE]: describeResource(roleDescription('An IAM role', boundary, purpose), role),
  };
}
