import * as fc from 'fast-check';
import {
  assignRulePriorities,
  listIncomplete,
} from '../../../core/facts/assign-rule-priorities.js';
import {
  type DeployedRules,
  findListenerArn,
  joinDeployedRules,
  listWantedRules,
} from '../../../core/facts/listener-rules.js';
import { readManifests } from '../../../core/facts/read-manifests.js';
import { collectListenerRules } from '../../../core/release/collect-listener-rules.js';
import { aManifest, aShop, getStack, NGINX, renderShop } from '../../support/release-input.js';
import { someFacts } from '../../support/render-context.js';

const SHARED = {
  arn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shared/1',
  dnsName: 'shared.example',
  hostedZoneId: 'Z1',
  securityGroups: [],
  listeners: [
    { arn: 'arn:listener/http', port: 80, protocol: 'HTTP' },
    { arn: 'arn:listener/https', port: 443, protocol: 'HTTPS' },
  ],
};

type Files = { readonly [path: string]: string };
type FactsOver = Parameters<typeof someFacts>[0];

const web = (name: string, http: string): Files =>
  aManifest(name, 'Load Balanced Web Service', `${NGINX}http: ${http}\n`);

const wantedOf = (files: Files, over: FactsOver = {}) => {
  const facts = someFacts({ loadBalancers: { shared: SHARED }, ...over });
  const input = { workspace: aShop(files), facts, environment: 'test' };
  return listWantedRules(readManifests(input), input);
};

const deployedAs = (rules: { readonly [workload: string]: DeployedRules }) =>
  new Map(Object.entries(rules));

/** The rules of a rendered stack, as the next release finds them in the bundle. */
const rulesOf = (files: Files, name: string, over: FactsOver = {}): DeployedRules => {
  const facts = someFacts({ loadBalancers: { shared: SHARED }, ...over });
  return collectListenerRules(getStack(renderShop(files, { facts }), name).template);
};

const assign = (
  files: Files,
  deployed: { readonly [workload: string]: DeployedRules } = {},
  inUse: Parameters<typeof assignRulePriorities>[2] = {},
  over: FactsOver = {},
) => assignRulePriorities(wantedOf(files, over), deployedAs(deployed), inUse);

describe('priorities of a release', () => {
  test('those of deployed rules are kept, and then nothing has to be asked', () => {
    const files = web('web', '{ path: /, additional_rules: [{ path: /admin }] }');
    const [main, admin] = Object.values(rulesOf(files, 'web'));
    const deployed = {
      web: {
        HTTPListenerRule: { priority: 49_000, listener: main?.listener ?? '' },
        HTTPListenerRule1: { priority: 7, listener: admin?.listener ?? '' },
      },
    };
    expect(assign(files, deployed)).toEqual({ web: { http: [49_000, 7] } });
    expect(listIncomplete(wantedOf(files), deployedAs(deployed))).toEqual([]);
  });

  test('a new rule gets a number that nobody has', () => {
    const files = web('web', '{ path: /admin }');
    const [free = 0] = assign(files).web?.http ?? [];
    const inUse = { 'arn:listener/http': { http: [free, free + 1] } };
    expect(assign(files, {}, inUse).web).toEqual({ http: [free + 2] });
    expect(listIncomplete(wantedOf(files), new Map())).toHaveLength(1);
  });

  test('two new workloads never get the same, however full their places are', () => {
    const files = { ...web('web', '{ path: /web }'), ...web('api', '{ path: /api }') };
    const everything = Array.from({ length: 24_990 }, (_, index) => index + 1);
    const priorities = assign(files, {}, { 'arn:listener/http': { http: everything } });
    const [one, other] = [priorities.web?.http?.[0], priorities.api?.http?.[0]];
    expect(one).toBeGreaterThan(24_990);
    expect(other).toBeGreaterThan(24_990);
    expect(one).not.toBe(other);
  });

  test('a rule on another listener than before leaves its number behind', () => {
    const files = web('web', '{ path: /, alb: shared }');
    const before = rulesOf(files, 'web');
    const kept = assign(files, { web: before }).web;
    expect(kept).toEqual({
      http: [before.HTTPListenerRedirectRuleForImportedALB?.priority],
      https: [before.HTTPSListenerRuleForImportedALB?.priority],
    });
    const other = {
      ...SHARED,
      listeners: SHARED.listeners.map((one) => ({ ...one, arn: `${one.arn}/other` })),
    };
    const foreign = { 'arn:other': { http: kept?.http, https: kept?.https } };
    const moved = assign(files, { web: before }, foreign, { loadBalancers: { shared: other } }).web;
    expect(moved?.http).not.toEqual(kept?.http);
    expect(moved?.https).not.toEqual(kept?.https);
  });

  test('HTTPS turned on: the rule on the HTTP listener is another one, beside the old one for a moment', () => {
    const files = web('web', '{ path: / }');
    const over = { application: { domain: 'example.com' } };
    const before = rulesOf(files, 'web');
    const old = before.HTTPListenerRule?.priority ?? 0;
    const { http, https } =
      assign(files, { web: before }, { 'arn:listener/http': { http: [old] } }, over).web ?? {};
    expect(http).toHaveLength(1);
    expect(http).not.toEqual([old]);
    expect(https).toHaveLength(1);
  });

  test('a rule that begins to match everything goes to the end', () => {
    const before = rulesOf(web('web', '{ path: /admin }'), 'web');
    const [priority = 0] = assign(web('web', '{ path: / }'), { web: before }).web?.http ?? [];
    expect(priority).toBeGreaterThan(25_000);
  });

  test('services without rules have none', () => {
    expect(wantedOf(aManifest('api', 'Backend Service', NGINX))).toEqual([]);
    expect(wantedOf(web('web', 'false\nnlb: { port: 81 }'))).toEqual([]);
  });

  test('whatever is deployed and in use: own numbers are kept, no number is given twice', () => {
    const names = ['a', 'b', 'c', 'd'];
    const files = Object.assign({}, ...names.map((name) => web(name, `{ path: /${name} }`)));
    const listener = rulesOf(files, 'a').HTTPListenerRule?.listener ?? '';
    const number = fc.integer({ min: 1, max: 25_000 });
    void fc.assert(
      fc.property(
        fc.uniqueArray(number, { maxLength: 4 }),
        fc.uniqueArray(number, { maxLength: 200 }),
        (own, foreign) => {
          const taken = new Set([...own, ...foreign]);
          const deployed = Object.fromEntries(
            own.map((priority, index) => [
              names[index] ?? '',
              { HTTPListenerRule: { priority, listener } },
            ]),
          );
          const result = assign(files, deployed, { 'arn:l': { http: [...taken] } });
          const given = names.map((name) => result[name]?.http?.[0] ?? 0);
          expect(new Set(given).size).toBe(names.length);
          expect(given.slice(0, own.length)).toEqual(own);
          expect(given.slice(own.length).filter((one) => taken.has(one))).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('rendering takes the assigned priorities as they are', () => {
  const files = web('web', '{ path: /admin }');
  const rulePriorities = assign(files, {}, { 'arn:l': { http: [1, 2, 3] } });
  expect(rulesOf(files, 'web', { rulePriorities }).HTTPListenerRule?.priority).toBe(
    rulePriorities.web?.http?.[0],
  );
});

test('a listener is found by what a template says of it', () => {
  const [own] = wantedOf(web('web', '{ path: / }'));
  const outputs = { HTTPListenerArn: 'arn:listener/own' };
  const listener = own?.families[0]?.listener ?? '';
  expect(findListenerArn(listener, outputs)).toBe('arn:listener/own');
  expect(findListenerArn(listener, {})).toBeUndefined();
  const [imported] = wantedOf(web('web', '{ path: /, alb: shared }'));
  expect(imported?.families.map((family) => findListenerArn(family.listener, outputs))).toEqual([
    'arn:listener/https',
    'arn:listener/http',
  ]);
  const [unknown] = wantedOf(web('web', '{ path: /, alb: shared }'), { loadBalancers: {} });
  expect(unknown?.families.map((family) => findListenerArn(family.listener, outputs))).toEqual([
    undefined,
  ]);
});

test('rules of a stack are those of its resources that a listener has', () => {
  const live = new Map([['arn:rule/1', { priority: 3, listener: '"arn:l"' }]]);
  const resources = [
    { logicalId: 'HTTPListenerRule', physicalId: 'arn:rule/1' },
    { logicalId: 'Elsewhere', physicalId: 'arn:rule/2' },
  ];
  expect(joinDeployedRules(resources, live)).toEqual({
    HTTPListenerRule: { priority: 3, listener: '"arn:l"' },
  });
});
