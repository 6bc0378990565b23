import type { Resource } from '../cloudformation.js';
import { getAtt, ref } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { iamRole, policyDocument, trustService } from '../iam.js';

/** The rule that starts the job; switched off, with a schedule that means nothing, where `on.schedule` is `none`. */
function renderRule(schedule: string): Resource {
  const isOff = schedule === 'none';
  return describeResource("A CloudWatch event rule to trigger the job's state machine", {
    Type: 'AWS::Events::Rule',
    Properties: {
      ScheduleExpression: isOff ? 'rate(5 minutes)' : ref('Schedule'),
      State: isOff ? 'DISABLED' : 'ENABLED',
      Targets: [
        {
          Arn: ref('StateMachine'),
          Id: 'statemachine',
          RoleArn: getAtt('RuleRole', 'Arn'),
        },
      ],
    },
  });
}

export function renderTrigger(
  schedule: string,
  boundary: string | undefined,
): { readonly [id: string]: Resource } {
  const policy = {
    PolicyName: 'EventRulePolicy',
    PolicyDocument: policyDocument([
      { actions: ['states:StartExecution'], resources: [ref('StateMachine')] },
    ]),
  };
  return {
    Rule: renderRule(schedule),
    RuleRole: iamRole({
      trust: trustService('events.amazonaws.com'),
      boundary,
      policies: [policy],
    }),
  };
}
