import type { Resource, Template } from '../../../core/template/cloudformation.js';
import { keepRetiredCustomResources } from '../../../core/template/keep-retired-custom-resources.js';
import { aWebService } from '../../support/manifests.js';
import { renderSource } from '../../support/render-source.js';

const role: Resource = { Type: 'AWS::IAM::Role', Properties: { Path: '/' } };

function aFunction(roleId: string): Resource {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: { Runtime: 'nodejs20.x', Role: { 'Fn::GetAtt': [roleId, 'Arn'] } },
  };
}

/** What Copilot deployed: the values of listener and priority come out of custom resources. */
const LIVE: Template = {
  Parameters: { WorkloadName: { Type: 'String' }, OldSetting: { Type: 'String', Default: 'x' } },
  Resources: {
    EnvControllerAction: {
      Type: 'Custom::EnvControllerFunction',
      Properties: {
        ServiceToken: { 'Fn::GetAtt': ['EnvControllerFunction', 'Arn'] },
        Workload: { Ref: 'WorkloadName' },
        Setting: { 'Fn::Sub': '${OldSetting}-x' },
      },
    },
    EnvControllerFunction: aFunction('EnvControllerRole'),
    EnvControllerRole: role,
    HTTPRulePriorityAction: {
      Type: 'Custom::RulePriorityFunction',
      Properties: {
        ServiceToken: { 'Fn::GetAtt': 'RulePriorityFunction.Arn' },
        ListenerArn: { 'Fn::GetAtt': ['EnvControllerAction', 'HTTPListenerArn'] },
      },
    },
    RulePriorityFunction: aFunction('RulePriorityFunctionRole'),
    RulePriorityFunctionRole: role,
    Forgotten: { Type: 'AWS::SNS::Topic' },
  },
};

const next = renderSource(aWebService()).template;

describe('taking over a live stack', () => {
  test('a stack without retired custom resources is deployed as it is', () => {
    expect(keepRetiredCustomResources(next, next)).toEqual({
      template: next,
      kept: [],
      previousParameters: [],
    });
  });

  test('the first update keeps them with their functions and roles, marked to be retained', () => {
    const { template, kept } = keepRetiredCustomResources(LIVE, next);
    expect(kept).toEqual([
      'EnvControllerAction',
      'EnvControllerFunction',
      'EnvControllerRole',
      'HTTPRulePriorityAction',
      'RulePriorityFunction',
      'RulePriorityFunctionRole',
    ]);
    expect(template.Resources.EnvControllerAction).toEqual({
      ...LIVE.Resources.EnvControllerAction,
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    expect(template.Resources.EnvControllerFunction).toEqual(LIVE.Resources.EnvControllerFunction);
    expect(template.Resources).toMatchObject(next.Resources);
    expect(template.Resources).not.toHaveProperty('Forgotten');
  });

  test('parameters that only they use keep their values', () => {
    const { template, previousParameters } = keepRetiredCustomResources(LIVE, next);
    expect(previousParameters).toEqual(['OldSetting']);
    expect(template.Parameters?.OldSetting).toEqual({ Type: 'String', Default: 'x' });
  });

  test('the second update leaves them out', () => {
    const first = keepRetiredCustomResources(LIVE, next);
    expect(keepRetiredCustomResources(first.template, next)).toEqual({
      template: next,
      kept: [],
      previousParameters: [],
    });
  });

  test('custom resources that stay are no business of it', () => {
    const live: Template = {
      Resources: {
        NLBCertValidatorAction: { Type: 'Custom::NLBCertValidatorFunction', Properties: {} },
      },
    };
    expect(keepRetiredCustomResources(live, next).kept).toEqual([]);
  });
});
