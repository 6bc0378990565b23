import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { listWantedRules } from '../../../../core/facts/listener-rules.js';
import { readManifests } from '../../../../core/facts/read-manifests.js';
import { collectListenerRules } from '../../../../core/release/collect-listener-rules.js';
import { findRulePriorities } from '../../../../functions/support/facts/rule-priorities.js';
import { aManifest, aShop, getStack, NGINX, renderShop } from '../../../support/release-input.js';
import { someFacts } from '../../../support/render-context.js';

const elb = mockClient(ElasticLoadBalancingV2Client);
const cloudFormation = mockClient(CloudFormationClient);
beforeEach(() => {
  elb.reset();
  cloudFormation.reset();
});

const web = (name: string) =>
  aManifest(name, 'Load Balanced Web Service', `${NGINX}http: { path: /${name} }\n`);
const files = { ...web('web'), ...web('api') };
const input = { workspace: aShop(files), facts: someFacts(), environment: 'test' };
const wanted = listWantedRules(readManifests(input), input);
const environmentOutputs = { HTTPListenerArn: 'arn:listener' };
const rulesOf = (name: string) => collectListenerRules(getStack(renderShop(files), name).template);

const ask = (over: Partial<Parameters<typeof findRulePriorities>[0]> = {}) =>
  findRulePriorities({
    wanted,
    released: new Map(),
    unknown: new Map(),
    environmentOutputs,
    ...over,
  });

describe('priorities of listener rules', () => {
  test('of releases are kept without asking anybody', async () => {
    const released = new Map(['web', 'api'].map((name) => [name, rulesOf(name)]));
    expect(await ask({ released })).toEqual({
      web: { http: [rulesOf('web').HTTPListenerRule?.priority] },
      api: { http: [rulesOf('api').HTTPListenerRule?.priority] },
    });
    expect(elb.calls()).toHaveLength(0);
  });

  test("of Copilot's stacks are those of the rules that the stack has", async () => {
    elb.on(DescribeRulesCommand, { ListenerArn: 'arn:listener' }).resolves({
      Rules: [
        { RuleArn: 'arn:rule/web', Priority: '3' },
        { RuleArn: 'arn:rule/other', Priority: '4' },
        { RuleArn: 'arn:rule/default', Priority: 'default', IsDefault: true },
      ],
    });
    const summary = (LogicalResourceId: string, PhysicalResourceId: string) => ({
      LogicalResourceId,
      PhysicalResourceId,
      ResourceType: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      ResourceStatus: 'CREATE_COMPLETE' as const,
      LastUpdatedTimestamp: new Date(0),
    });
    cloudFormation
      .on(ListStackResourcesCommand, { StackName: 'shop-test-web' })
      .resolves({ StackResourceSummaries: [summary('HTTPListenerRule', 'arn:rule/web')] });
    const priorities = await ask({ unknown: new Map([['web', 'shop-test-web']]) });
    expect(priorities.web).toEqual({ http: [3] });
    expect(priorities['arn:listener']).toEqual({ http: [3, 4] });
    expect([3, 4]).not.toContain(priorities.api?.http?.[0]);
    expect(cloudFormation.commandCalls(ListStackResourcesCommand)).toHaveLength(1);
  });

  test('on a load balancer that the environment has not made yet need no question', async () => {
    const priorities = await ask({ environmentOutputs: {} });
    expect(Object.keys(priorities).sort()).toEqual(['api', 'web']);
    expect(elb.calls()).toHaveLength(0);
  });
});
