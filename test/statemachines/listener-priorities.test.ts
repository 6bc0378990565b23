import type { AccountCall } from '../../local/account/simulated-account.js';
import { anInstallation, type Installation } from '../support/installation.js';
import { holdInvariants } from '../support/invariants.js';
import { PLATFORM } from '../support/shared-platform.js';
import { aWebService, propertiesOf, resourcesOf } from '../support/stack-resources.js';
import { aWorkspace } from '../support/workspaces.js';

holdInvariants();

const countCalls = (calls: readonly AccountCall[], name: string): number =>
  calls.filter(({ service, operation }) => `${service}.${operation}` === name).length;

/** One rule for each of these priorities on the shared listener. */
const foreignRules = (listener: unknown, priorities: readonly number[]): object => ({
  Resources: Object.fromEntries(
    priorities.map((priority) => [
      `Rule${priority}`,
      {
        Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
        Properties: {
          ListenerArn: listener,
          Priority: priority,
          Conditions: [{ Field: 'path-pattern', Values: ['/x'] }],
          Actions: [{ Type: 'forward', TargetGroupArn: 'arn' }],
        },
      },
    ]),
  ),
});

describe('priorities of listener rules', () => {
  const priorityOf = (it: Installation, name: string, id = 'HTTPListenerRuleForImportedALB') =>
    propertiesOf(it, `shop-test-${name}`, id)?.Priority;

  test('two new services on a load balancer of others get numbers that nobody has, and keep them', async () => {
    const it = anInstallation();
    it.account.setup.stack({ stackName: 'platform', template: PLATFORM });
    const listener = resourcesOf(it, 'platform').Listener?.physicalId;
    const shop = aWorkspace({
      files: {
        ...aWebService('web', '/web', ', alb: shared'),
        ...aWebService('api', '/api', ', alb: shared'),
      },
    });
    // The places that both would take were the listener empty.
    const empty = anInstallation();
    empty.account.setup.stack({ stackName: 'platform', template: PLATFORM });
    await empty.deploy(shop);
    const favourites = [priorityOf(empty, 'web'), priorityOf(empty, 'api')] as number[];

    const again = anInstallation();
    again.account.setup.stack({ stackName: 'platform', template: PLATFORM });
    again.account.setup.stack({
      stackName: 'others',
      template: foreignRules(listener, favourites),
    });
    const first = await again.deploy(shop);
    expect(first.verdict).toBe('SUCCEEDED');
    const given = [priorityOf(again, 'web'), priorityOf(again, 'api')];
    expect(new Set([...given, ...favourites]).size).toBe(4);

    again.account.calls.clear();
    const second = await again.deploy(shop, { version: '2' });
    expect(second.verdict).toBe('SUCCEEDED');
    expect([priorityOf(again, 'web'), priorityOf(again, 'api')]).toEqual(given);
    expect(countCalls(again.account.calls.all(), 'ElasticLoadBalancingV2.DescribeRules')).toBe(0);
    expect(it.account.snapshot().stacks).toHaveProperty('platform');
  });

  test('a load balancer that is only assumed has no rules of others', async () => {
    const listener = { arn: 'arn:of:a:listener', port: 80, protocol: 'HTTP' };
    const assumed = { arn: 'arn:of:a:balancer', dnsName: 'shared', hostedZoneId: 'Z1' };
    const it = anInstallation({
      facts: {
        customResources: {},
        loadBalancers: { shared: { ...assumed, listeners: [listener], securityGroups: [] } },
      },
    });
    const { verdict } = await it.deploy(
      aWorkspace({ files: aWebService('web', '/web', ', alb: shared') }),
    );
    expect(verdict).toBe('SUCCEEDED');
    expect(propertiesOf(it, 'shop-test-web', 'HTTPListenerRuleForImportedALB')).toMatchObject({
      ListenerArn: listener.arn,
    });
  });

  test('a service that turns to another path class and one that joins do not disturb each other', async () => {
    const it = anInstallation();
    const one = aWorkspace({ files: aWebService('web', '/web') });
    await it.deploy(one);
    const before = priorityOf(it, 'web', 'HTTPListenerRule');
    const both = aWorkspace({
      files: { ...aWebService('web', '/'), ...aWebService('api', '/api') },
    });
    expect((await it.deploy(both)).verdict).toBe('SUCCEEDED');
    expect(priorityOf(it, 'web', 'HTTPListenerRule')).toBeGreaterThan(25_000);
    expect(priorityOf(it, 'api', 'HTTPListenerRule')).not.toBe(before);
  });
});
