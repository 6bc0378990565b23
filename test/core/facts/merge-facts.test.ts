import { mergeFacts, withoutAssumed } from '../../../core/facts/merge-facts.js';
import type { NeededFacts } from '../../../core/facts/needed-facts.js';

const GATHERED = {
  application: { name: 'shop', accountId: '111111111111' },
  environment: { name: 'test', region: 'eu-west-1', artifactBucket: 'real' },
  exports: { a: 'gathered', b: 'gathered' },
  workloadImages: { api: { api: { repository: 'sent' } } },
};

describe('facts of a file', () => {
  test('win over gathered ones, entry by entry', () => {
    const merged = mergeFacts(GATHERED, {
      environment: { region: 'us-east-1' },
      exports: { b: 'assumed', c: 'assumed' },
      templateVersion: 'v9',
    });
    expect(merged).toMatchObject({
      environment: { name: 'test', region: 'us-east-1' },
      exports: { a: 'gathered', b: 'assumed', c: 'assumed' },
      templateVersion: 'v9',
    });
  });

  test('change neither the name of the application, nor sent images, nor where files go', () => {
    const merged = mergeFacts(GATHERED, {
      application: { name: 'other', domain: 'example.com' },
      environment: { artifactBucket: 'elsewhere' },
      workloadImages: {
        api: { api: { repository: 'assumed' } },
        web: { web: { repository: 'w' } },
      },
    });
    expect(merged.application).toEqual({
      name: 'shop',
      accountId: '111111111111',
      domain: 'example.com',
    });
    expect(merged.environment?.artifactBucket).toBe('real');
    expect(merged.workloadImages).toEqual({
      api: { api: { repository: 'sent' } },
      web: { web: { repository: 'w' } },
    });
  });

  test('are what they are where there are none', () => {
    expect(mergeFacts(GATHERED, {})).toEqual(GATHERED);
  });
});

describe('what is assumed', () => {
  const needed: NeededFacts = {
    loadBalancers: ['known', 'open'],
    subnetTags: new Map([
      ['known', { tier: 'a' }],
      ['open', { tier: 'b' }],
    ]),
    certificates: ['arn:certificate'],
    cloudFrontPrefixList: true,
    scaledServices: ['api'],
    builtContainers: {},
  };

  test('is not asked', () => {
    const assumed = {
      loadBalancers: {
        known: { arn: 'a', dnsName: 'd', hostedZoneId: 'z', listeners: [], securityGroups: [] },
      },
      taggedSubnets: { known: ['subnet-1'] },
      certificates: {},
      environment: { cloudFrontPrefixListIds: ['pl-1'] },
    };
    expect(withoutAssumed(needed, assumed)).toEqual({
      ...needed,
      loadBalancers: ['open'],
      subnetTags: new Map([['open', { tier: 'b' }]]),
      certificates: [],
      cloudFrontPrefixList: false,
    });
  });

  test('leaves everything to be asked where it is nothing', () => {
    expect(withoutAssumed(needed, {})).toEqual(needed);
  });
});
