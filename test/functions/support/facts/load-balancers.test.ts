import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import {
  findLoadBalancers,
  listRules,
} from '../../../../functions/support/facts/load-balancers.js';

const elb = mockClient(ElasticLoadBalancingV2Client);
beforeEach(() => elb.reset());

const ARN =
  'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shared/0123456789abcdef';

function anError(name: string): Error {
  return Object.assign(new Error(`${name} happened`), { name });
}

describe('imported load balancers', () => {
  beforeEach(() => {
    elb.on(DescribeLoadBalancersCommand).resolves({
      LoadBalancers: [
        {
          LoadBalancerArn: ARN,
          LoadBalancerName: 'shared',
          DNSName: 'shared.elb.amazonaws.com',
          CanonicalHostedZoneId: 'Z1',
          SecurityGroups: ['sg-1'],
        },
      ],
    });
    elb.on(DescribeListenersCommand).resolves({ Listeners: [] });
  });

  test.each([
    ['shared', { Names: ['shared'] }],
    [ARN, { LoadBalancerArns: [ARN] }],
  ])('are asked for as they are written: %s', async (written, input) => {
    expect(await findLoadBalancers([written])).toEqual({
      [written]: {
        arn: ARN,
        name: 'app/shared/0123456789abcdef',
        dnsName: 'shared.elb.amazonaws.com',
        hostedZoneId: 'Z1',
        listeners: [],
        securityGroups: ['sg-1'],
      },
    });
    expect(elb.commandCalls(DescribeLoadBalancersCommand)[0]?.args[0].input).toEqual(input);
  });

  test('have all of their listeners, however many pages they are on', async () => {
    const listener = (port: number) => ({
      ListenerArn: `arn:${port}`,
      Port: port,
      Protocol: 'HTTP' as const,
    });
    elb
      .on(DescribeListenersCommand, { LoadBalancerArn: ARN })
      .resolvesOnce({ Listeners: [listener(80)], NextMarker: 'more' });
    elb
      .on(DescribeListenersCommand, { LoadBalancerArn: ARN, Marker: 'more' })
      .resolves({ Listeners: [listener(81)] });
    const { shared } = await findLoadBalancers(['shared']);
    expect(shared?.listeners.map(({ port }) => port)).toEqual([80, 81]);
  });

  test.each(['LoadBalancerNotFoundException', 'ValidationError'])(
    'one that does not exist is left out, the others are found: %s',
    async (name) => {
      elb.on(DescribeLoadBalancersCommand, { Names: ['gone'] }).rejects(anError(name));
      expect(Object.keys(await findLoadBalancers(['gone', 'shared']))).toEqual(['shared']);
    },
  );

  test.each(['Throttling', 'AccessDeniedException'])(
    '%s is not taken for "there is none"',
    async (name) => {
      elb.on(DescribeLoadBalancersCommand).rejects(anError(name));
      await expect(findLoadBalancers(['shared'])).rejects.toThrow(`${name} happened`);
    },
  );

  test('nothing is asked where none is named', async () => {
    expect(await findLoadBalancers([])).toEqual({});
    expect(elb.calls()).toHaveLength(0);
  });
});

test('rules of a listener come from all pages, without the default one', async () => {
  const rule = (priority: string) => ({
    RuleArn: `arn:${priority}`,
    Priority: priority,
    IsDefault: priority === 'default',
  });
  elb
    .on(DescribeRulesCommand, { ListenerArn: 'arn:l' })
    .resolves({ Rules: [rule('7'), rule('49000')], NextMarker: 'more' });
  elb
    .on(DescribeRulesCommand, { ListenerArn: 'arn:l', Marker: 'more' })
    .resolves({ Rules: [rule('49999'), rule('default')] });
  expect(await listRules('arn:l')).toEqual([
    { arn: 'arn:7', priority: 7 },
    { arn: 'arn:49000', priority: 49_000 },
    { arn: 'arn:49999', priority: 49_999 },
  ]);
});

test('a listener that is gone has no rules', async () => {
  const gone = Object.assign(new Error('gone'), { name: 'ListenerNotFoundException' });
  elb.on(DescribeRulesCommand).rejects(gone);
  expect(await listRules('arn:l')).toEqual([]);
});
