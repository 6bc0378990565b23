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

test('complete manifests have nothing to tell', () => {
  expect([find(aWebService()), find(aBackendService()), find(aWorkerService())]).toEqual([
    [],
    [],
    [],
  ]);
});

describe('image', () => {
  const image = (fields: string) => aWebService(`image: ${fields}\n`, { image: false, http: true });
  test.each([
    ['{ port: 80 }', 'error image: must specify one of "build" and "location"'],
    ['{ port: 80, build: "" }', 'error image: must specify one of "build" and "location"'],
    [
      '{ port: 80, build: D, location: x }',
      'error image: must specify one of "build" and "location", found both',
    ],
    ['{ build: D }', 'error image.port: "port" must be specified'],
    ['{ build: D, port: 70000 }', 'error image.port: must be at most 65535, found 70000'],
    ['{ build: D, port: web }', 'error image.port: expected a whole number, found "web"'],
    [
      '{ build: D, port: 80, depends_on: { api: healthy } }',
      'error image.depends_on.api: container "api" cannot depend on itself',
    ],
    [
      '{ build: D, port: 80, healthcheck: { interval: 10 } }',
      'error image.healthcheck.interval: "10" is not a duration such as 90s or 1h30m',
    ],
    [
      '{ build: D, port: 80, healthcheck: { command: [curl, x] } }',
      'warning image.healthcheck.command: command starts with "curl", not CMD or CMD-SHELL',
    ],
  ])('%s', (fields, issue) => {
    expect(find(image(fields))).toEqual([issue]);
  });

  test('without an image', () => {
    expect(find(aWebService('', { image: false, http: true }))).toEqual([
      'error image: "image" must be specified',
    ]);
  });
});

describe('task', () => {
  test.each([
    [
      'platform: solaris/sparc',
      [
        'error platform: platform must be one of linux/amd64, linux/x86_64, linux/arm, linux/arm64, windows/amd64, windows/x86_64, found "solaris/sparc"',
      ],
    ],
    [
      'platform: { osfamily: linux }',
      [
        'error platform: fields "osfamily" and "architecture" must either both be specified or both be empty',
      ],
    ],
    [
      'platform: { osfamily: windows, architecture: arm64 }',
      ['error platform.architecture: must be one of x86_64, amd64 with windows, found "arm64"'],
    ],
    [
      'platform: { osfamily: beos, architecture: x86_64 }',
      [
        'error platform.osfamily: must be one of linux, windows, windows_server_2019_core, windows_server_2019_full, windows_server_2022_core, windows_server_2022_full, found "beos"',
      ],
    ],
    ['platform: LINUX/ARM64', []],
    [
      'platform: linux/arm64\ncount: { spot: 1 }',
      ['error count.spot: Fargate Spot is not supported on ARM'],
    ],
    [
      'platform: linux/arm64\ncount: { range: { min: 1, max: 2, spot_from: 2 }, cpu_percentage: 70 }',
      ['error count.range.spot_from: Fargate Spot is not supported on ARM'],
    ],
    [
      'platform: windows/amd64\ncpu: 1024\nmemory: 2048\nnetwork: { connect: true }\nstorage: { readonly_fs: true, volumes: { v: { path: /v, efs: true } } }',
      [
        'error storage.readonly_fs: cannot be true for a Windows container',
        'error storage.volumes.v.efs: EFS is not supported for a Windows container',
        'error network.connect: service connect is not supported for Windows',
      ],
    ],
    ['cpu: 300', ['warning cpu: Fargate has no task with 300 CPU units']],
    [
      'cpu: 512\nmemory: 512',
      ['warning memory: Fargate has no task with 512 CPU units and 512 MiB'],
    ],
    ['memory: 1536', ['warning memory: Fargate has no task with 256 CPU units and 1536 MiB']],
    [
      'env_file: vars.txt',
      ['error env_file: environment file "vars.txt" must have the extension .env'],
    ],
    ['env_file: config/.env', []],
    [
      'variables: { A: { from_cfn: "" } }',
      ['error variables.A.from_cfn: name cannot be an empty string'],
    ],
    [
      'variables: { A: { from_ssm: x } }',
      [
        'warning variables.A.from_ssm: unknown key "from_ssm"',
        'error variables.A: is a map without any key that is known here',
      ],
    ],
    ['variables: { A: [x] }', ['error variables.A: expected text or a map, found a list']],
    [
      'secrets: { A: { secretsmanager: "" } }',
      ['error secrets.A.secretsmanager: name cannot be an empty string'],
    ],
    ['secrets: { A: }', ['warning secrets.A: secret "A" has no source']],
    ['variables: { A: x }\nsecrets: { A: y }', ['error secrets.A: "A" is a variable and a secret']],
    ['command: echo "x', ['error command: "echo \\"x" has a quote that stays open']],
    [
      'taskdef_overrides: [{ path: Family, value: x }]',
      ['error taskdef_overrides[0].path: "Family" cannot be overridden with a custom value'],
    ],
    [
      'taskdef_overrides: [{ path: "ContainerDefinitions[0].Name", value: x }]',
      [
        'error taskdef_overrides[0].path: "ContainerDefinitions[0].Name" cannot be overridden with a custom value',
      ],
    ],
    [
      'taskdef_overrides: [{ path: "A[x].B", value: x }]',
      ['error taskdef_overrides[0].path: "A[x].B" is no path: "A[x]" is no segment'],
    ],
    ['taskdef_overrides: [{ path: "A[-].B_c-d[10]", value: }]', []],
    [
      'observability: { tracing: xray }',
      ['warning observability.tracing: invalid tracing vendor "xray": the valid vendor is awsxray'],
    ],
    ['exec: { enable: true }', []],
    ['depends_on: [api]', ['error depends_on[0]: a workload cannot depend on itself']],
  ])('%s', (fields, issues) => {
    expect(find(aWebService(`${fields}\n`))).toEqual(issues);
  });
});

describe('storage', () => {
  const volume = (efs: string) => `storage: { volumes: { v: { path: /v, efs: ${efs} } } }\n`;
  test.each([
    [
      'storage: { ephemeral: 19 }',
      ['error storage.ephemeral: ephemeral storage must be between 20 GiB and 200 GiB, found 19'],
    ],
    [
      'storage: { ephemeral: 201 }',
      ['error storage.ephemeral: ephemeral storage must be between 20 GiB and 200 GiB, found 201'],
    ],
    [
      'storage: { volumes: { v: { efs: true } } }',
      ['error storage.volumes.v.path: "path" must be specified'],
    ],
    [
      'storage: { volumes: { v: { path: "/a b" } } }',
      [
        'error storage.volumes.v.path: path can only contain the characters a-zA-Z0-9.-_/, found "/a b"',
      ],
    ],
    [
      volume('{ uid: 1, gid: 1, id: fs-1 }'),
      [
        'error storage.volumes.v.efs: must specify one, not both, of "uid/gid" and "id/root_dir/auth"',
      ],
    ],
    [
      volume('{ uid: 1 }'),
      ['error storage.volumes.v.efs.gid: "gid" must be specified if "uid" is specified'],
    ],
    [
      volume('{ gid: 1 }'),
      ['error storage.volumes.v.efs.uid: "uid" must be specified if "gid" is specified'],
    ],
    [
      volume('{ uid: 1, gid: -1 }'),
      ['error storage.volumes.v.efs.gid: must be at least 0, found -1'],
    ],
    [volume('{ uid: 0, gid: 0 }'), ['error storage.volumes.v.efs.uid: "uid" must not be 0']],
    [
      volume('{ id: { from_cfn: "" } }'),
      ['error storage.volumes.v.efs.id.from_cfn: name cannot be an empty string'],
    ],
    [
      volume('{ id: fs, root_dir: "/$x" }'),
      [
        'error storage.volumes.v.efs.root_dir: path can only contain the characters a-zA-Z0-9.-_/, found "/$x"',
      ],
    ],
    [
      volume('{ id: fs, root_dir: /x, auth: { access_point_id: a } }'),
      [
        'error storage.volumes.v.efs: "root_dir" must be either empty or "/" and "auth.iam" must be true when "access_point_id" is used',
      ],
    ],
    [
      volume('{ id: fs, auth: { access_point_id: a, iam: false } }'),
      [
        'error storage.volumes.v.efs: "root_dir" must be either empty or "/" and "auth.iam" must be true when "access_point_id" is used',
      ],
    ],
    [volume('{ id: fs, root_dir: /, auth: { access_point_id: a } }'), []],
    [
      'storage: { volumes: { a: { path: /a, efs: true }, b: { path: /b, efs: { uid: 1, gid: 1 } } } }',
      ['error storage.volumes.b.efs: cannot have more than one managed volume, "a" is one already'],
    ],
    [
      'storage: { volumes: { a: { path: /a, efs: true }, b: { path: /b, efs: false }, c: { path: /c } } }',
      [],
    ],
  ])('%s', (fields, issues) => {
    expect(find(aWebService(fields))).toEqual(issues);
  });
});
