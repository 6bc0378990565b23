import type { WorkloadSource } from '../../../../core/workspace/workspace.js';
import {
  aBackendService,
  aWebService,
  aWorkerService,
  parse,
  summarize,
} from '../../../support/manifests.js';

/** What is found in a manifest, without places and hints. */
function find(source: WorkloadSource): readonly string[] {
  return summarize(parse(source).issues);
}

describe('sidecars', () => {
  test.each([
    ['{ port: 81 }', ['error sidecars.x.image: "image" must be specified']],
    [
      '{ image: "" }',
      ['error sidecars.x.image: must specify one of "image", "image.build" or "image.location"'],
    ],
    [
      '{ image: { build: D, location: y } }',
      ['error sidecars.x.image: must specify one of "build" and "location", found both'],
    ],
    ['{ image: { build: { context: . } } }', []],
    [
      '{ image: y, port: 9000/tls }',
      ['error sidecars.x.port: protocol "tls" is neither tcp nor udp'],
    ],
    [
      '{ image: y, port: 80 }',
      ['error image.port: containers "api" and "x" are exposing the same port 80'],
    ],
    [
      '{ image: y, mount_points: [{ path: /a }] }',
      ['error sidecars.x.mount_points[0].source_volume: "source_volume" must be specified'],
    ],
    [
      '{ image: y, mount_points: [{ source_volume: v, path: "" }] }',
      ['error sidecars.x.mount_points[0].path: "path" must be specified'],
    ],
    [
      '{ image: y, env_file: a.txt }',
      ['error sidecars.x.env_file: environment file "a.txt" must have the extension .env'],
    ],
    [
      '{ image: y, depends_on: { api: ready } }',
      [
        'error sidecars.x.depends_on.api: container dependency status must be one of start, complete, success, healthy, found "ready"',
      ],
    ],
    [
      '{ image: y, depends_on: { api: complete } }',
      [
        'error sidecars.x.depends_on.api: essential container "api" can only have status start or healthy, found "complete"',
      ],
    ],
    ['{ image: y, depends_on: { api: HEALTHY } }', []],
    [
      '{ image: y, depends_on: { z: start } }',
      ['error sidecars.x.depends_on.z: container "z" does not exist'],
    ],
    [
      '{ image: y, essential: maybe }',
      ['error sidecars.x.essential: expected true or false, found "maybe"'],
    ],
  ])('%s', (fields, issues) => {
    expect(find(aWebService(`sidecars: { x: ${fields} }\n`))).toEqual(issues);
  });

  test('names that differ in punctuation only', () => {
    expect(find(aWebService('sidecars: { a-b: { image: x }, ab: { image: x } }\n'))).toEqual([
      'error sidecars.ab: sidecar "ab" and "a-b" have the same name without punctuation',
    ]);
  });

  test('containers that wait for one another', () => {
    const text =
      'sidecars: { a: { image: x, depends_on: { b: start } }, b: { image: x, depends_on: { a: start } } }\n';
    expect(find(aWebService(text))).toEqual([
      'error sidecars.a.depends_on: containers wait for one another in a circle: a -> b -> a',
    ]);
  });

  test('a sidecar that may end can be waited for', () => {
    const text =
      'sidecars: { init: { image: x, essential: false } }\nimage: { build: D, port: 80, depends_on: { init: success } }\n';
    expect(find(aWebService(text, { image: false, http: true }))).toEqual([]);
  });

  test('the log router can be waited for', () => {
    const text =
      'logging: { image: x }\nimage: { build: D, port: 80, depends_on: { firelens_log_router: start } }\n';
    expect(find(aWebService(text, { image: false, http: true }))).toEqual([]);
  });
});

describe('network, publish, logging', () => {
  test.each([
    [
      'network: { vpc: { placement: secret } }',
      ['error network.vpc.placement: placement must be public or private, found "secret"'],
    ],
    [
      'network: { vpc: { security_groups: [{ from_cfn: "" }] } }',
      ['error network.vpc.security_groups[0].from_cfn: name cannot be an empty string'],
    ],
    [
      'network: { vpc: { security_groups: { groups: [{ from_cfn: "" }] } } }',
      ['error network.vpc.security_groups.groups[0].from_cfn: name cannot be an empty string'],
    ],
    ['network: { vpc: { placement: { subnets: [1] } } }', []],
    [
      'publish: { topics: [{ name: "a b" }] }',
      [
        'error publish.topics[0].name: "name" can only contain letters, numbers, underscores, and hyphens, found "a b"',
      ],
    ],
    ['publish: { topics: [{}] }', ['error publish.topics[0].name: "name" must be specified']],
    [
      'publish: { topics: [{ name: a-b }, { name: a_b }] }',
      ['error publish.topics[1].name: topic "a_b" collides with "a-b"'],
    ],
    ['publish: { topics: [{ name: a }, { name: a, fifo: true }] }', []],
    [
      'logging: { retention: 31 }',
      ['warning logging.retention: CloudWatch Logs knows no retention of 31 days'],
    ],
    [
      'logging: { env_file: a }',
      ['error logging.env_file: environment file "a" must have the extension .env'],
    ],
    [
      'logging: { secretOptions: { A: { from_cfn: "" } } }',
      ['error logging.secretOptions.A.from_cfn: name cannot be an empty string'],
    ],
  ])('%s', (fields, issues) => {
    expect(find(aWebService(`${fields}\n`))).toEqual(issues);
  });

  test('an alias of service connect needs a port', () => {
    const message = 'error network.connect.alias: cannot set an alias when no port is exposed';
    expect(find(aBackendService('network: { connect: { alias: a } }\n'))).toEqual([message]);
    expect(find(aWorkerService('network: { connect: { alias: a } }\n'))).toEqual([message]);
  });
});
