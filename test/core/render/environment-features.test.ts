import { environmentParameters } from '../../../core/render/environment-features.js';
import type { RenderContext } from '../../../core/template/context.js';
import type { WorkloadSource } from '../../../core/workspace/workspace.js';
import {
  aBackendService,
  aJob,
  aRequestDrivenService,
  aWebService,
  aWorkerService,
  getManifest,
  parse,
} from '../../support/manifests.js';
import { aRenderContext, someFacts } from '../../support/render-context.js';

const users = (sources: readonly WorkloadSource[], over: Partial<RenderContext> = {}) =>
  sources.map((source) => ({
    manifest: getManifest(parse(source)),
    context: aRenderContext(over),
  }));

const named = (source: WorkloadSource, name: string): WorkloadSource => ({
  ...source,
  text: source.text.replace('name: api', `name: ${name}`),
});

const NONE = {
  ALBWorkloads: '',
  InternalALBWorkloads: '',
  EFSWorkloads: '',
  NATWorkloads: '',
  AppRunnerPrivateWorkloads: '',
  Aliases: '',
};

describe('what workloads need of their environment', () => {
  test('nothing gives empty parameters, none missing', () => {
    expect(environmentParameters([], undefined)).toEqual(NONE);
  });

  test.each<[string, WorkloadSource, object]>([
    ['a public load balancer', aWebService(), { ALBWorkloads: 'api' }],
    [
      'none where http is off',
      aWebService('http: false\nnlb: { port: 81 }', { image: true, http: false }),
      {},
    ],
    [
      'none where one is imported',
      aWebService('http: { path: /, alb: shared }', { image: true, http: false }),
      {},
    ],
    ['an internal load balancer', anInternalService(), { InternalALBWorkloads: 'api' }],
    [
      'NAT gateways',
      aWorkerService('network: { vpc: { placement: private } }'),
      { NATWorkloads: 'api' },
    ],
    [
      'a file system',
      aJob('on: { schedule: none }\nstorage: { volumes: { a: { path: /a, efs: true } } }'),
      { EFSWorkloads: 'api' },
    ],
    [
      'a private endpoint',
      aRequestDrivenService('http: { private: true }'),
      { AppRunnerPrivateWorkloads: 'api' },
    ],
    [
      'none where the endpoint is given',
      aRequestDrivenService('http: { private: { endpoint: vpce-1 } }'),
      {},
    ],
  ])('%s', (_title, source, expected) => {
    expect(environmentParameters(users([source]), undefined)).toEqual({ ...NONE, ...expected });
  });

  test('names are sorted, whatever the order of the workloads', () => {
    const sources = ['web', 'api', 'mail'].map((name) => named(aWebService(), name));
    expect(environmentParameters(users(sources), undefined).ALBWorkloads).toBe('api,mail,web');
  });

  test('what the deployed stack has stays: others may use it, and the environment goes first', () => {
    const deployed = { ALBWorkloads: 'other,api', NATWorkloads: 'api' };
    expect(environmentParameters(users([aWebService()]), deployed)).toMatchObject({
      ALBWorkloads: 'api,other',
      NATWorkloads: 'api',
    });
  });

  describe('where it is known who has a stack', () => {
    const deployed = { ALBWorkloads: 'gone,other', NATWorkloads: 'api,gone', EFSWorkloads: 'gone' };

    test('names of workloads that are gone are dropped, those of other workspaces stay', () => {
      const live = { other: {} };
      expect(environmentParameters(users([aWebService()]), deployed, live)).toEqual({
        ...NONE,
        ALBWorkloads: 'api,other',
        EFSWorkloads: 'gone',
      });
    });

    test('the file system, which holds data, is never taken away', () => {
      expect(environmentParameters([], deployed, {}).EFSWorkloads).toBe('gone');
    });

    test('a part that the deployed stack still uses stays until the stack does not', () => {
      const using = { api: { features: ['ALBWorkloads', 'NATWorkloads'] } };
      const parametersFor = (live: typeof using) =>
        environmentParameters(users([aWebService()]), deployed, live);
      expect(parametersFor(using).NATWorkloads).toBe('api');
      expect(parametersFor({ api: { features: ['ALBWorkloads'] } }).NATWorkloads).toBe('');
    });

    test('aliases of workloads that are gone are dropped', () => {
      const aliases = { Aliases: '{"gone":["g.shop.example"],"other":["o.shop.example"]}' };
      expect(environmentParameters([], aliases, { other: {} }).Aliases).toBe(
        '{"other":["o.shop.example"]}',
      );
    });
  });

  test('aliases are told by workload, those of other workspaces kept', () => {
    const source = aWebService('http: { path: /, alias: [b.shop.example, a.shop.example] }', {
      image: true,
      http: false,
    });
    const over = { facts: someFacts({ application: { domain: 'shop.example' } }) };
    const deployed = { Aliases: '{"other":["o.shop.example"],"api":["old.shop.example"]}' };
    expect(environmentParameters(users([source], over), deployed).Aliases).toBe(
      '{"api":["b.shop.example","a.shop.example"],"other":["o.shop.example"]}',
    );
  });

  test('aliases that are gone from the manifest are taken away', () => {
    const deployed = { Aliases: '{"api":["old.shop.example"]}' };
    expect(environmentParameters(users([aWebService()]), deployed).Aliases).toBe('');
  });
});

function anInternalService(): WorkloadSource {
  const source = aBackendService('http: { path: / }');
  return { ...source, text: source.text.replace('image:\n', 'image:\n  port: 80\n') };
}
