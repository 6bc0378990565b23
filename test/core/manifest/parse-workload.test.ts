import { formatIssue } from '../../../core/issues.js';
import { parseEnvironmentAddon } from '../../../core/manifest/parse-environment.js';
import {
  aBackendService,
  aJob,
  aManifestInput,
  aRequestDrivenService,
  aWebService,
  aWorkerService,
  aWorkload,
  getManifest,
  parse,
  parseTestEnvironment,
  summarize,
} from '../../support/manifests.js';

describe('what is empty', () => {
  test('items of lists that are null do not count', () => {
    const manifest = getManifest(
      parse(
        aWebService(`command: [a, ~, b]
network: { vpc: { security_groups: [sg-1, ~] } }
taskdef_overrides: [~, { path: Cpu, value: ~ }]
publish: { topics: [~, { name: orders }] }
`),
      ),
    );
    expect(manifest).toMatchObject({
      command: ['a', 'b'],
      network: { vpc: { security_groups: ['sg-1'] } },
      taskdef_overrides: [{ path: 'Cpu', value: null }],
      publish: { topics: [{ name: 'orders' }] },
    });
  });

  test('null is a value in a filter policy', () => {
    const topic = '{ name: a, service: web, filter_policy: { a: [~, 1], b: ~ } }';
    expect(getManifest(parse(aWorkerService(`subscribe: { topics: [${topic}] }\n`)))).toMatchObject(
      {
        subscribe: { topics: [{ filter_policy: { a: [null, 1], b: null } }] },
      },
    );
  });

  test('a load balancer without any field is none', () => {
    const backend = parse(aBackendService('http: {}\n'));
    expect(getManifest(backend)).not.toHaveProperty('http');
    expect(getManifest(parse(aWebService('nlb: {}\n')))).not.toHaveProperty('nlb');
    const unknown = parse(aBackendService('environments: { test: { http: { foo: 1 } } }\n'));
    expect(getManifest(unknown)).not.toHaveProperty('http');
    expect(unknown.issues).toMatchObject([{ severity: 'warning', message: 'unknown key "foo"' }]);
  });
});

describe('defaults', () => {
  test('are those of Copilot and no others', () => {
    expect(getManifest(parse(aBackendService()))).toEqual({
      name: 'api',
      type: 'Backend Service',
      image: { build: 'api/Dockerfile' },
      cpu: 256,
      memory: 512,
      count: 1,
      exec: false,
      network: { vpc: { placement: 'public' } },
    });
  });

  test('of a job lack exec, as a job cannot be entered', () => {
    expect(getManifest(parse(aJob('on: { schedule: none }\n')))).not.toHaveProperty('exec');
  });

  test('of App Runner are larger', () => {
    expect(getManifest(parse(aRequestDrivenService()))).toMatchObject({ cpu: 1024, memory: 2048 });
  });

  test('of an environment do not exist', () => {
    expect(getManifest(parseTestEnvironment(''))).toEqual({ name: 'test', type: 'Environment' });
  });

  test('go as soon as the field is set', () => {
    const manifest = getManifest(
      parse(aBackendService('network: { vpc: { security_groups: [sg-1] } }\ncount: { spot: 2 }\n')),
    );
    expect(manifest).toMatchObject({
      network: { vpc: { placement: 'public', security_groups: ['sg-1'] } },
      count: { spot: 2 },
    });
  });
});

describe('values', () => {
  test('interpolated texts count as numbers and booleans', () => {
    const text = 'cpu: ${CPU}\ncount: ${COUNT}\nexec: ${EXEC}\nstorage: { ephemeral: "${GIB}" }\n';
    const variables = { CPU: '512', COUNT: '2', EXEC: 'true', GIB: '30' };
    expect(getManifest(parse(aWebService(`memory: 1024\n${text}`), { variables }))).toMatchObject({
      cpu: 512,
      count: 2,
      exec: true,
      storage: { ephemeral: 30 },
    });
  });

  test('numbers and booleans in text fields are texts as they were written', () => {
    const text =
      'variables: { A: 1.10, B: 0x1F, C: yes, D: True, E: 1_000, F: 012, G: , H: ~, I: 1e3 }\n';
    expect(getManifest(parse(aWebService(text)))).toMatchObject({
      variables: {
        A: '1.10',
        B: '0x1F',
        C: 'yes',
        D: 'True',
        E: '1_000',
        F: '012',
        G: '',
        H: '',
        I: '1e3',
      },
    });
  });

  test('ports may be numbers, also where they are texts', () => {
    const text = 'sidecars: { x: { image: y, port: 81 } }\nnlb: { port: 82 }\n';
    expect(getManifest(parse(aWebService(text)))).toMatchObject({
      sidecars: { x: { port: '81' } },
      nlb: { port: '82' },
    });
  });

  test('old and YAML 1.1 spellings of booleans and numbers are understood', () => {
    const text =
      'exec: on\nstorage: { volumes: { v: { path: /v, read_only: No, efs: { uid: 0777, gid: 0o17 } } } }\n';
    expect(getManifest(parse(aWebService(text)))).toMatchObject({
      exec: true,
      storage: { volumes: { v: { read_only: false, efs: { uid: 511, gid: 15 } } } },
    });
  });

  test('the old spelling of target_container is read', () => {
    const text =
      'http: { path: /, targetContainer: nginx }\nsidecars: { nginx: { image: x, port: 81 } }\n';
    const manifest = getManifest(parse(aWebService(text, { image: true, http: false })));
    expect(manifest).toMatchObject({ http: { path: '/', target_container: 'nginx' } });
    expect(manifest).not.toHaveProperty('http.targetContainer');
  });

  test('a value of taskdef_overrides may be anything, null too', () => {
    const text =
      'taskdef_overrides: [{ path: A, value: }, { path: B, value: !Sub "${AWS::Region}" }, { path: C, value: [1, yes] }]\n';
    expect(getManifest(parse(aWebService(text)))).toMatchObject({
      taskdef_overrides: [
        { path: 'A', value: null },
        { path: 'B', value: { 'Fn::Sub': '${AWS::Region}' } },
        { path: 'C', value: [1, true] },
      ],
    });
  });
});

describe('both forms of the rollback guide', () => {
  test('are read side by side', () => {
    const text = `
deployment:
  rolling: { max_percent: 200, min_healthy_percent: 50 }
  circuit_breaker: { enable: true, rollback: true }
  rollback_alarms: [one, two]
environments:
  test: { deployment: { rolling: recreate } }
`;
    expect(getManifest(parse(aWebService(text)))).toMatchObject({
      deployment: {
        rolling: 'recreate',
        circuit_breaker: { enable: true, rollback: true },
        rollback_alarms: ['one', 'two'],
      },
    });
    expect(getManifest(parse(aWebService(text), { environment: 'prod' }))).toMatchObject({
      deployment: { rolling: { max_percent: 200, min_healthy_percent: 50 } },
    });
  });
});

describe('issues', () => {
  test('point at the place in the text', () => {
    const text =
      'count:\n  range: 3-2\n  cpu_percentage: 70\nsidecars:\n  nginx:\n    imagee: nginx\n';
    const source = aWebService(text);
    expect(parse(source).issues.map(formatIssue)).toEqual([
      'copilot/api/manifest.yml:13:5  warning  sidecars.nginx.imagee: unknown key "imagee" (did you mean "image"?)',
      'copilot/api/manifest.yml:12:3  error  sidecars.nginx.image: "image" must be specified (add image)',
      'copilot/api/manifest.yml:9:10  error  count.range: min 3 cannot be greater than max 2',
    ]);
  });

  test('point into the section of the environment that the value comes from', () => {
    const text =
      'cpu: 256\nenvironments:\n  test:\n    count: { range: 5-1 }\n  prod:\n    cpu: lots\n';
    expect(parse(aWebService(text)).issues).toMatchObject(
      [
        {
          line: 11,
          column: 21,
          field: 'environments.test.count.range',
          message: 'min 5 cannot be greater than max 1',
        },
        {
          line: 11,
          field: 'environments.test.count.range',
          message: expect.stringContaining('at least one of'),
        },
      ].reverse(),
    );
    expect(parse(aWebService(text), { environment: 'prod' }).issues).toMatchObject([
      {
        line: 13,
        column: 10,
        field: 'environments.prod.cpu',
        message: 'expected a whole number, found "lots"',
      },
    ]);
    expect(parse(aWebService(text), { environment: 'live' }).issues).toEqual([]);
  });

  test('stay at the base where the environment has only a neighbour of the field', () => {
    const text =
      'storage: { ephemeral: 5 }\nenvironments: { test: { storage: { readonly_fs: true } } }\n';
    expect(parse(aWebService(text)).issues).toMatchObject([
      { field: 'storage.ephemeral', line: 8 },
    ]);
  });

  test('all mistakes are told at once, of types, rules, keys and variables', () => {
    const text = `
cpu: many
memry: 512
count: { range: 1-2 }
variables: { A: "\${UNKNOWN}" }
network: { vpc: { placement: nowhere } }
deployment: { strategy: gradual }
`;
    expect(summarize(parse(aWebService(text)).issues)).toEqual([
      'error undefined: variable "UNKNOWN" is not defined',
      'warning memry: unknown key "memry"',
      'error cpu: expected a whole number, found "many"',
      'error deployment.strategy: must be one of "rolling", "blue_green", "linear", "canary", found "gradual"',
      'error count.range: must specify at least one of "cpu_percentage", "memory_percentage", "requests", "response_time" if "range" is specified',
      'error network.vpc.placement: placement must be public or private, found "nowhere"',
    ]);
  });

  test('a variable that is not defined is told once, not again as a wrong value', () => {
    expect(summarize(parse(aWebService('cpu: ${CPU}\ncount: ${COUNT}\n')).issues)).toEqual([
      'error undefined: variable "CPU" is not defined',
      'error undefined: variable "COUNT" is not defined',
    ]);
  });

  test('variables of other environments must be defined too, as in Copilot', () => {
    const text = 'environments: { prod: { variables: { A: "${X}" } } }\n';
    expect(summarize(parse(aWebService(text)).issues)).toEqual([
      'error undefined: variable "X" is not defined',
    ]);
  });

  test('point at the anchor that a merge key takes the value from', () => {
    const text =
      'x-base: &base\n  ephemeral: 5\nx-more: &more { readonly_fs: maybe }\nstorage:\n  <<: [*base, *more]\n';
    expect(parse(aWebService(text)).issues).toMatchObject([
      { field: 'storage.readonly_fs', line: 10, message: 'expected true or false, found "maybe"' },
      { field: 'storage.ephemeral', line: 9 },
    ]);
  });

  test('a mistake inside of a JSON list points at the text that holds it', () => {
    const text = 'network:\n  vpc:\n    security_groups: ${GROUPS}\npublish: ["${T}"]\n';
    const issues = parse(aWebService(text), { variables: { GROUPS: '["a"]', T: 'x' } }).issues;
    expect(issues).toMatchObject([
      { field: 'publish', line: 11, message: 'expected a map, found a list' },
    ]);
  });
});

describe('unknown keys', () => {
  test.each([
    ['healthcheck: /', 'did you mean image.healthcheck or http.healthcheck?'],
    ['enviroments: {}', 'did you mean "environments"?'],
    ['Count: 1', 'did you mean "count"?'],
    ['entryPoint: a', 'did you mean "entrypoint"?'],
    ['env-file: a', 'did you mean "env_file"?'],
    ['port: 80', 'did you mean image.port or nlb.port?'],
    ['foo_bar_baz: 1', 'it has no effect; remove it'],
  ])('%s', (fields, hint) => {
    const [issue] = parse(aWebService(`${fields}\n`)).issues;
    expect(issue).toMatchObject({ severity: 'warning', line: 8, column: 1, hint });
  });

  test('are errors when strict', () => {
    const result = parse(aWebService('foo: 1\n'), { strict: true });
    expect(result).toMatchObject({
      ok: false,
      issues: [{ severity: 'error', message: 'unknown key "foo"' }],
    });
  });

  test('are found in every environment, whichever is read', () => {
    const text = 'environments: { prod: { cpuu: 1, name: x }, test: { image: { prt: 1 } } }\n';
    expect(summarize(parse(aWebService(text)).issues)).toEqual([
      'warning environments.prod.cpuu: unknown key "cpuu"',
      'warning environments.prod.name: unknown key "name"',
      'warning environments.test.image.prt: unknown key "prt"',
    ]);
  });

  test('that start with x- hold anchors', () => {
    const text = 'x-common: &common { A: "1" }\nvariables: { <<: *common, B: "2" }\n';
    const result = parse(aWebService(text), { strict: true });
    expect(getManifest(result)).toMatchObject({ variables: { A: '1', B: '2' } });
    expect(result.issues).toEqual([]);
  });
});

describe('environments', () => {
  test.each([
    ['environments: [test]', 'error environments: must be a map of environments'],
    ['environments: { prod: 5 }', 'error environments.prod: must be a map of fields to override'],
  ])('%s', (fields, issue) => {
    expect(summarize(parse(aWebService(`${fields}\n`)).issues)).toEqual([issue]);
  });

  test('the interpolated text is the whole document with its comments', () => {
    const result = parse(
      aWebService(
        '# why\nvariables: { A: "${COPILOT_ENVIRONMENT_NAME}" }\nenvironments: { prod: { cpu: 512 } }\n',
      ),
    );
    expect(result.ok && result.interpolatedText).toContain(
      '# why\nvariables: { A: "test" }\nenvironments: { prod: { cpu: 512 } }',
    );
  });
});

test('a manifest that is no YAML is one issue', () => {
  expect(parse(aWorkload('name: [api\ntype: Backend Service\n'))).toMatchObject({
    ok: false,
    issues: [
      {
        file: 'copilot/api/manifest.yml',
        line: 2,
        message: expect.stringContaining('cannot be read as YAML'),
      },
    ],
  });
});

test('a name that differs in case or punctuation from what Copilot takes is a doubt', () => {
  const result = parse(
    aWorkload('name: gRPC\ntype: Backend Service\nimage: { build: D }\n', 'gRPC'),
  );
  expect(result).toMatchObject({ ok: true, issues: [{ severity: 'warning', field: 'name' }] });
});

describe('environment addons', () => {
  const addon = (text: string) =>
    parseEnvironmentAddon(
      { name: 'bus', file: 'copilot/bus/manifest.yml', text },
      aManifestInput(),
    );

  test('have a name and a type', () => {
    expect(getManifest(addon('name: bus\ntype: Environment Addons\n'))).toEqual({
      name: 'bus',
      type: 'Environment Addons',
    });
  });

  test('have nothing else', () => {
    expect(summarize(addon('type: Environment Addon\ncpu: 1\n').issues)).toEqual([
      'warning cpu: unknown key "cpu"',
      'error name: "name" must be specified',
      'error type: must be "Environment Addons", found "Environment Addon"',
    ]);
  });
});
