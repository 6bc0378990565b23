/** What somebody else has in the account: a load balancer with two rules, subnets, a certificate. */
export const PLATFORM = {
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16' } },
    Balancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Name: 'shared', Subnets: ['a', 'b'], SecurityGroups: ['sg-1'] },
    },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: { Ref: 'Balancer' },
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [],
      },
    },
    ...Object.fromEntries(
      ['a', 'b'].map((zone) => [
        `Inner${zone.toUpperCase()}`,
        {
          Type: 'AWS::EC2::Subnet',
          Properties: {
            VpcId: { Ref: 'Vpc' },
            CidrBlock: '10.1.0.0/24',
            Tags: [{ Key: 'tier', Value: 'inner' }],
          },
        },
      ]),
    ),
  },
};
