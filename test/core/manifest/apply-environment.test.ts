import { applyEnvironment } from '../../../core/manifest/apply-environment.js';
import type { PlainObject } from '../../../core/manifest/plain-object.js';
import { WORKLOAD_SCHEMAS } from '../../../core/manifest/schema/workload.js';
import { resolveStruct } from '../../../core/manifest/shape.js';
import type { WorkloadType } from '../../../core/workspace/workspace.js';

function merge(
  base: PlainObject,
  override: unknown,
  type: WorkloadType = 'Load Balanced Web Service',
) {
  const shape = resolveStruct(WORKLOAD_SCHEMAS[type]);
  return applyEnvironment({ ...base, environments: { test: override } }, 'test', shape);
}

describe('fields by their kind', () => {
  test.each<[string, PlainObject, PlainObject, PlainObject]>([
    ['a scalar wins', { cpu: 256 }, { cpu: 512 }, { cpu: 512 }],
    ['zero wins', { count: 3 }, { count: 0 }, { count: 0 }],
    ['false wins', { exec: true }, { exec: false }, { exec: false }],
    ['an empty text wins', { env_file: 'a.env' }, { env_file: '' }, { env_file: '' }],
    ['null keeps what is there', { cpu: 256 }, { cpu: null }, { cpu: 256 }],
    [
      'null deep inside keeps what is there',
      { image: { port: 80 } },
      { image: { port: null } },
      { image: { port: 80 } },
    ],
    ['a list is replaced whole', { command: ['a', 'b'] }, { command: ['c'] }, { command: ['c'] }],
    ['an empty list replaces too', { command: ['a'] }, { command: [] }, { command: [] }],
    [
      'lists of maps are not merged by index',
      {
        taskdef_overrides: [
          { path: 'A', value: 1 },
          { path: 'B', value: 2 },
        ],
      },
      { taskdef_overrides: [{ path: 'C', value: 3 }] },
      { taskdef_overrides: [{ path: 'C', value: 3 }] },
    ],
    [
      'structs merge field by field',
      { image: { port: 80, healthcheck: { retries: 2, interval: '5s' } } },
      { image: { healthcheck: { retries: 3 } } },
      { image: { port: 80, healthcheck: { retries: 3, interval: '5s' } } },
    ],
    [
      'variables merge by name, a value is replaced whole',
      { variables: { A: '1', B: { from_cfn: 'x' }, C: '3' } },
      { variables: { B: '2', C: { from_cfn: 'y' }, D: '4' } },
      { variables: { A: '1', B: '2', C: { from_cfn: 'y' }, D: '4' } },
    ],
    [
      'labels merge by name',
      { image: { labels: { a: '1', b: '2' } } },
      { image: { labels: { b: '3' } } },
      { image: { labels: { a: '1', b: '3' } } },
    ],
    [
      'sidecars merge by name and field by field',
      {
        sidecars: {
          nginx: { image: 'nginx', port: '80', variables: { A: '1' } },
          x: { image: 'x' },
        },
      },
      { sidecars: { nginx: { port: '8080', variables: { B: '2' } }, y: { image: 'y' } } },
      {
        sidecars: {
          nginx: { image: 'nginx', port: '8080', variables: { A: '1', B: '2' } },
          x: { image: 'x' },
          y: { image: 'y' },
        },
      },
    ],
    [
      'volumes merge by name and field by field',
      { storage: { volumes: { data: { path: '/a', efs: true } } } },
      { storage: { volumes: { data: { read_only: false } } } },
      { storage: { volumes: { data: { path: '/a', efs: true, read_only: false } } } },
    ],
    [
      'a sidecar set to null stays',
      { sidecars: { x: { image: 'x' } } },
      { sidecars: { x: null } },
      { sidecars: { x: { image: 'x' } } },
    ],
    ['unknown keys are carried along', { foo: { a: 1 } }, { foo: { b: 2 } }, { foo: { b: 2 } }],
  ])('%s', (_name, base, override, merged) => {
    expect(merge(base, override)).toEqual(merged);
  });
});

describe('fields with several forms', () => {
  test.each<[string, PlainObject, PlainObject, PlainObject]>([
    [
      'build -> location',
      { image: { build: 'D', port: 80 } },
      { image: { location: 'x' } },
      { image: { location: 'x', port: 80 } },
    ],
    [
      'location -> build',
      { image: { location: 'x' } },
      { image: { build: { context: '.' } } },
      { image: { build: { context: '.' } } },
    ],
    [
      'both at once stay, to be refused',
      { image: { build: 'D' } },
      { image: { build: 'E', location: 'x' } },
      { image: { build: 'E', location: 'x' } },
    ],
    [
      'build text -> map',
      { image: { build: 'D' } },
      { image: { build: { target: 'p' } } },
      { image: { build: { target: 'p' } } },
    ],
    [
      'build map -> text',
      { image: { build: { target: 'p' } } },
      { image: { build: 'D' } },
      { image: { build: 'D' } },
    ],
    [
      'build map + map',
      { image: { build: { target: 'p', args: { A: '1' } } } },
      { image: { build: { args: { B: '2' } } } },
      { image: { build: { target: 'p', args: { A: '1', B: '2' } } } },
    ],
    [
      'alias list -> advanced',
      { http: { alias: ['a.com'] } },
      { http: { alias: [{ name: 'b.com' }] } },
      { http: { alias: [{ name: 'b.com' }] } },
    ],
    [
      'alias text -> list',
      { http: { alias: 'a.com' } },
      { http: { alias: ['b.com'] } },
      { http: { alias: ['b.com'] } },
    ],
    ['command list -> text', { command: ['a'] }, { command: 'b c' }, { command: 'b c' }],
    [
      'platform text -> map',
      { platform: 'linux/arm64' },
      { platform: { osfamily: 'linux' } },
      { platform: { osfamily: 'linux' } },
    ],
    [
      'security groups list -> map',
      { network: { vpc: { security_groups: ['sg-1'] } } },
      { network: { vpc: { security_groups: { deny_default: true } } } },
      { network: { vpc: { security_groups: { deny_default: true } } } },
    ],
    [
      'connect bool -> map',
      { network: { connect: true } },
      { network: { connect: { alias: 'a' } } },
      { network: { connect: { alias: 'a' } } },
    ],
    [
      'placement text -> map',
      { network: { vpc: { placement: 'private' } } },
      { network: { vpc: { placement: { subnets: ['s'] } } } },
      { network: { vpc: { placement: { subnets: ['s'] } } } },
    ],
    [
      'subnets ids -> tags',
      { network: { vpc: { placement: { subnets: ['s'] } } } },
      { network: { vpc: { placement: { subnets: { from_tags: { a: 'b' } } } } } },
      { network: { vpc: { placement: { subnets: { from_tags: { a: 'b' } } } } } },
    ],
    ['count number -> map', { count: 3 }, { count: { spot: 2 } }, { count: { spot: 2 } }],
    [
      'count map -> number',
      { count: { range: '1-3', cpu_percentage: 70 } },
      { count: 3 },
      { count: 3 },
    ],
    [
      'autoscaling -> spot',
      { count: { range: '1-3', cooldown: { in: '1s' }, cpu_percentage: 70 } },
      { count: { spot: 2 } },
      { count: { spot: 2 } },
    ],
    [
      'spot -> autoscaling',
      { count: { spot: 2 } },
      { count: { range: '1-3' } },
      { count: { range: '1-3' } },
    ],
    [
      'a cooldown alone leaves spot',
      { count: { spot: 2 } },
      { count: { cooldown: { in: '1s' } } },
      { count: { spot: 2, cooldown: { in: '1s' } } },
    ],
    [
      'metrics add up',
      { count: { range: '1-3', cpu_percentage: 70 } },
      { count: { response_time: '2s' } },
      { count: { range: '1-3', cpu_percentage: 70, response_time: '2s' } },
    ],
    [
      'range text -> map',
      { count: { range: '1-3' } },
      { count: { range: { min: 1, spot_from: 2 } } },
      { count: { range: { min: 1, spot_from: 2 } } },
    ],
    [
      'percentage number -> map',
      { count: { cpu_percentage: 70 } },
      { count: { cpu_percentage: { value: 60 } } },
      { count: { cpu_percentage: { value: 60 } } },
    ],
    [
      'percentage map -> number',
      { count: { cpu_percentage: { value: 60, cooldown: { in: '1s' } } } },
      { count: { cpu_percentage: 70 } },
      { count: { cpu_percentage: 70 } },
    ],
    [
      'efs bool -> map',
      { storage: { volumes: { v: { efs: true } } } },
      { storage: { volumes: { v: { efs: { id: 'fs' } } } } },
      { storage: { volumes: { v: { efs: { id: 'fs' } } } } },
    ],
    [
      'efs owner -> file system',
      { storage: { volumes: { v: { efs: { uid: 1, gid: 1 } } } } },
      { storage: { volumes: { v: { efs: { id: 'fs' } } } } },
      { storage: { volumes: { v: { efs: { id: 'fs' } } } } },
    ],
    [
      'efs file system -> owner',
      { storage: { volumes: { v: { efs: { id: 'fs', root_dir: '/', auth: { iam: true } } } } } },
      { storage: { volumes: { v: { efs: { uid: 1 } } } } },
      { storage: { volumes: { v: { efs: { uid: 1 } } } } },
    ],
    [
      'http map -> false',
      { http: { path: '/', alias: 'a.com' } },
      { http: false },
      { http: false },
    ],
    ['http false -> map', { http: false }, { http: { path: '/' } }, { http: { path: '/' } }],
    [
      'http map + map',
      { http: { path: '/', alias: 'a.com' } },
      { http: { alias: 'b.com' } },
      { http: { path: '/', alias: 'b.com' } },
    ],
    [
      'http health check text -> map',
      { http: { healthcheck: '/a' } },
      { http: { healthcheck: { interval: '5s' } } },
      { http: { healthcheck: { interval: '5s' } } },
    ],
    [
      'secret name -> secrets manager',
      { secrets: { A: 'a' } },
      { secrets: { A: { secretsmanager: 'b' } } },
      { secrets: { A: { secretsmanager: 'b' } } },
    ],
    [
      'rollback alarms list -> map',
      { deployment: { rollback_alarms: ['a'] } },
      { deployment: { rollback_alarms: { cpu_utilization: 70 } } },
      { deployment: { rollback_alarms: { cpu_utilization: 70 } } },
    ],
    [
      'rollback alarms map + map',
      { deployment: { rollback_alarms: { cpu_utilization: 70 } } },
      { deployment: { rollback_alarms: { memory_utilization: 80 } } },
      { deployment: { rollback_alarms: { cpu_utilization: 70, memory_utilization: 80 } } },
    ],
    [
      'rolling text -> map',
      { deployment: { rolling: 'recreate' } },
      { deployment: { rolling: { max_percent: 150 } } },
      { deployment: { rolling: { max_percent: 150 } } },
    ],
    [
      'sidecar image text -> map',
      { sidecars: { x: { image: 'a' } } },
      { sidecars: { x: { image: { build: 'D' } } } },
      { sidecars: { x: { image: { build: 'D' } } } },
    ],
    [
      'sidecar image build -> location',
      { sidecars: { x: { image: { build: 'D' } } } },
      { sidecars: { x: { image: { location: 'a' } } } },
      { sidecars: { x: { image: { location: 'a' } } } },
    ],
    [
      'old spelling in the base',
      { http: { path: '/', targetContainer: 'a' } },
      { http: { target_container: 'b' } },
      { http: { path: '/', target_container: 'b' } },
    ],
    [
      'old spelling in the override',
      { http: { path: '/', target_container: 'a' } },
      { http: { targetContainer: 'b' } },
      { http: { path: '/', target_container: 'b' } },
    ],
  ])('%s', (_name, base, override, merged) => {
    expect(merge(base, override)).toEqual(merged);
  });

  test('queues of a worker', () => {
    const topics = [{ name: 'a', service: 'b', queue: true }];
    const base = { subscribe: { topics, queue: { fifo: true, delay: '1s' } } };
    const override = { subscribe: { queue: { fifo: { high_throughput: true } } } };
    expect(merge(base, override, 'Worker Service')).toEqual({
      subscribe: { topics, queue: { fifo: { high_throughput: true }, delay: '1s' } },
    });
  });

  test('an alias of a static site cannot be blanked', () => {
    const base = { http: { alias: 'a.com', certificate: 'x' } };
    expect(merge(base, { http: { alias: '' } }, 'Static Site')).toEqual(base);
  });
});

describe('environments', () => {
  const base = { name: 'api', type: 'Backend Service', cpu: 256 };
  const shape = resolveStruct(WORKLOAD_SCHEMAS['Backend Service']);

  test.each([
    [undefined],
    [null],
    [{}],
    [{ prod: { cpu: 512 } }],
    [{ test: null }],
    [{ test: {} }],
    ['text'],
    [['list']],
  ])('%j overrides nothing in test', (environments) => {
    expect(applyEnvironment({ ...base, environments }, 'test', shape)).toEqual(base);
  });

  test('name, type and environments cannot be overridden', () => {
    expect(merge(base, { name: 'x', type: 'y', environments: { a: 1 }, cpu: 512 })).toEqual({
      ...base,
      cpu: 512,
    });
  });

  test('an environment called constructor is none unless it is listed', () => {
    expect(applyEnvironment({ ...base, environments: {} }, 'constructor', shape)).toEqual(base);
  });
});
