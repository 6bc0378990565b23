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

describe('http', () => {
  const http = (fields: string) => aWebService(`http: ${fields}\n`, { image: true, http: false });
  test.each([
    ['{ alias: a.com }', ['error http.path: "path" must be specified']],
    [
      '{}',
      [
        'error http: is a map without any key that is known here',
        'error http.path: "path" must be specified',
      ],
    ],
    ['false', ['error http: must specify at least one of "http" or "nlb"']],
    ['true', ['warning http: http: true routes no traffic to the service']],
    [
      '{ path: /, version: http3 }',
      ['error http.version: must be one of GRPC, HTTP1, HTTP2, found "http3"'],
    ],
    ['{ path: /, version: grpc }', []],
    [
      '{ path: /, hosted_zone: Z1 }',
      ['error http.hosted_zone: "alias" must be specified if "hosted_zone" is specified'],
    ],
    [
      '{ path: /, allowed_source_ips: [10.0.0.1, 10.0.0.0/8, "::/0"] }',
      ['error http.allowed_source_ips[0]: "10.0.0.1" is no address range'],
    ],
    [
      '{ path: /, alias: [a, b, c], allowed_source_ips: [10.0.0.0/8, 10.0.0.0/9] }',
      [
        'error http.alias: a listener rule takes at most four aliases and source ranges together, found 3 aliases and 2 source ranges',
      ],
    ],
    ['{ path: /, alias: [a, b, c, d] }', []],
    [
      '{ path: /, alias: [{ hosted_zone: Z }] }',
      ['error http.alias[0].name: "name" must be specified'],
    ],
    [
      '{ path: /, additional_rules: [{ alias: a }] }',
      ['error http.additional_rules[0].path: "path" must be specified'],
    ],
    [
      '{ path: /, additional_rules: [{ path: /a, healthcheck: { grace_period: 1s } }] }',
      [
        'error http.additional_rules[0].healthcheck.grace_period: "grace_period" in an additional rule',
      ],
    ],
    [
      '{ path: /, target_container: nginx }',
      [`error http.target_container: target container "nginx" doesn't exist`],
    ],
    ['{ path: /, target_container: api }', []],
    [
      '{ path: /, targetContainer: api, target_container: api }',
      [
        'error http.targetContainer: must specify one, not both, of "targetContainer" and "target_container"',
      ],
    ],
    [
      '{ path: /, stickiness: sometimes }',
      ['error http.stickiness: expected true or false, found "sometimes"'],
    ],
    ['5', ['error http: expected true or false or a map, found 5']],
  ])('%s', (fields, issues) => {
    expect(find(http(fields))).toEqual(issues);
  });

  test('a sidecar as target needs a port', () => {
    const text =
      'http: { path: /, target_container: nginx }\nsidecars: { nginx: { image: nginx } }\n';
    expect(find(aWebService(text, { image: true, http: false }))).toEqual([
      `error http.target_container: target container "nginx" doesn't expose a port`,
    ]);
  });

  test('without http', () => {
    expect(find(aWebService('', { image: true, http: false }))).toEqual([
      'error http: "http" must be specified',
    ]);
  });
});

describe('nlb', () => {
  test.each([
    ['{ port: 443/sctp }', ['error nlb.port: protocol "sctp" is none of tcp, udp, tls']],
    ['{ port: 443/TLS }', []],
    ['{ port: https }', ['error nlb.port: "https" is not a port such as 80 or 443/tls']],
    ['{ ssl_policy: x }', ['error nlb.port: "port" must be specified']],
    [
      '{ port: 443, alias: [{ name: a.com, hosted_zone: Z }] }',
      [
        'error nlb.alias[0].hosted_zone: "hosted_zone" is not supported for a network load balancer',
      ],
    ],
    [
      '{ port: 443, additional_listeners: [{ port: 444, healthcheck: { grace_period: 1s } }] }',
      [
        'error nlb.additional_listeners[0].healthcheck.grace_period: "grace_period" in an additional listener',
      ],
    ],
    [
      '{ port: 443, target_container: x }',
      [`error nlb.target_container: target container "x" doesn't exist`],
    ],
    [
      '{ port: 53/udp }',
      [
        'error nlb.healthcheck: container "api" exposes port 53 using protocol udp, which health checks cannot use',
      ],
    ],
    ['{ port: 53/udp, healthcheck: { port: 80 } }', []],
  ])('%s', (fields, issues) => {
    expect(find(aWebService(`nlb: ${fields}\n`))).toEqual(issues);
  });

  test('one grace period for both load balancers', () => {
    const text =
      'http: { path: /, healthcheck: { grace_period: 1s } }\nnlb: { port: 443, healthcheck: { grace_period: 1s } }\n';
    expect(find(aWebService(text, { image: true, http: false }))).toEqual([
      'error nlb.healthcheck.grace_period: must specify one, not both, of "http.healthcheck.grace_period" and "nlb.healthcheck.grace_period"',
    ]);
  });

  test('nlb alone cannot scale on requests', () => {
    const text = 'http: false\nnlb: { port: 443 }\ncount: { range: 1-2, requests: 10 }\n';
    expect(find(aWebService(text, { image: true, http: false }))).toEqual([
      'error count.requests: scaling based on "nlb" requests or response time is not supported',
    ]);
  });
});

describe('count', () => {
  test.each([
    ['-1', 'error count: must be at least 0, found -1'],
    ['many', 'error count: expected a whole number or a map, found "many"'],
    ['1.5', 'error count: expected a whole number or a map, found 1.5'],
    ['{}', 'error count: is a map without any key that is known here'],
    [
      '{ cpu_percentage: 70 }',
      'error count.range: "range" must be specified if "cpu_percentage", "memory_percentage", "requests", "response_time" are specified',
    ],
    [
      '{ range: 1-2 }',
      'error count.range: must specify at least one of "cpu_percentage", "memory_percentage", "requests", "response_time" if "range" is specified',
    ],
    [
      '{ spot: 1, range: 1-2, cpu_percentage: 70 }',
      'error count.spot: must specify one, not both, of "spot" and "range/cpu_percentage/memory_percentage/requests/response_time"',
    ],
    [
      '{ spot: 1, cooldown: { in: 1s } }',
      'error count.cooldown: must specify at least one of "cpu_percentage", "memory_percentage", "requests", "response_time" if "cooldown" is specified',
    ],
    ['{ range: 1 to 2, cpu_percentage: 70 }', 'error count.range: invalid range "1 to 2"'],
    ['{ range: 3-2, cpu_percentage: 70 }', 'error count.range: min 3 cannot be greater than max 2'],
    [
      '{ range: { min: 1 }, cpu_percentage: 70 }',
      'error count.range: "min" and "max" must be specified',
    ],
    [
      '{ range: { min: -1, max: 2 }, cpu_percentage: 70 }',
      'error count.range: min -1, max 2 and spot_from 0 must all be positive',
    ],
    [
      '{ range: 1-2, cpu_percentage: 101 }',
      'error count.cpu_percentage: percentage must be an integer from 0 to 100, found 101',
    ],
    [
      '{ range: 1-2, memory_percentage: { value: -1 } }',
      'error count.memory_percentage.value: percentage must be an integer from 0 to 100, found -1',
    ],
    [
      '{ range: 1-2, cpu_percentage: { cooldown: { in: 1s } } }',
      'error count.cpu_percentage.value: "value" must be specified',
    ],
    [
      '{ range: 1-2, cpu_percentage: 70, queue_delay: { acceptable_latency: 1m, msg_processing_time: 1s } }',
      'error count.queue_delay: autoscaling field "queue_delay" is invalid with workload type Load Balanced Web Service',
    ],
    [
      '{ range: 1-2, response_time: fast }',
      'error count.response_time: "fast" is not a duration such as 90s or 1h30m',
    ],
  ])('%s', (fields, issue) => {
    expect(find(aWebService(`count: ${fields}\n`))).toEqual([issue]);
  });

  test.each([
    [
      '{ range: 1-2, queue_delay: { acceptable_latency: 1m } }',
      ['error count.queue_delay.msg_processing_time: "msg_processing_time" must be specified'],
    ],
    [
      '{ range: 1-2, queue_delay: { acceptable_latency: 0s, msg_processing_time: 0s } }',
      [
        'error count.queue_delay.acceptable_latency: "acceptable_latency" cannot be 0',
        'error count.queue_delay.msg_processing_time: "msg_processing_time" cannot be 0',
      ],
    ],
    [
      '{ range: 1-2, queue_delay: { acceptable_latency: 1s, msg_processing_time: 2s } }',
      [
        'error count.queue_delay.msg_processing_time: "msg_processing_time" cannot be longer than "acceptable_latency"',
      ],
    ],
    [
      '{ range: 1-2, cpu_percentage: 70, requests: 5 }',
      [
        'error count.requests: autoscaling field "requests" is invalid with workload type Worker Service',
      ],
    ],
  ])('of a worker: %s', (fields, issues) => {
    expect(find(aWorkerService(`count: ${fields}\n`))).toEqual(issues);
  });

  test('a backend needs http to scale on requests', () => {
    expect(find(aBackendService('count: { range: 1-2, response_time: 2s }\n'))).toEqual([
      'error count.response_time: "http" must be specified if "count.response_time" is specified',
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
        'error variables.A.from_cfn: "from_cfn" must be specified',
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

describe('deployment', () => {
  test.each([
    [
      '{ rolling: slow }',
      [
        'error deployment.rolling: invalid rolling deployment strategy "slow", must be default or recreate',
      ],
    ],
    ['{ rolling: Recreate }', []],
    [
      '{ rolling: { max_percent: 150, min_healthy_percent: 50 }, circuit_breaker: { enable: true, rollback: true } }',
      [],
    ],
    [
      '{ rolling: { max_percent: 100 } }',
      ['error deployment.rolling: min_healthy_percent 100 leaves no room below max_percent 100'],
    ],
    [
      '{ rolling: { max_percent: 50, min_healthy_percent: -1 } }',
      [
        'error deployment.rolling.min_healthy_percent: must be from 0 to 100, found -1',
        'error deployment.rolling.max_percent: must be at least 100, found 50',
      ],
    ],
    [
      '{ rollback_alarms: {} }',
      ['error deployment.rollback_alarms: is a map without any key that is known here'],
    ],
    [
      '{ rollback_alarms: { http_5xx: 5 } }',
      [
        'warning deployment.rollback_alarms.http_5xx: unknown key "http_5xx"',
        'error deployment.rollback_alarms: is a map without any key that is known here',
      ],
    ],
    ['{ rollback_alarms: [] }', []],
    ['{ rollback_alarms: }', []],
    [
      '{ rollback_alarms: { cpu_utilization: 70.5, memory_utilization: 170 } }',
      ['warning deployment.rollback_alarms.memory_utilization: is a percentage, found 170'],
    ],
    [
      '{ rollback_alarms: { messages_delayed: 5, cpu_utilization: 70 } }',
      ['warning deployment.rollback_alarms.messages_delayed: unknown key "messages_delayed"'],
    ],
    [
      '{ strategy: green_blue }',
      [
        'error deployment.strategy: must be one of "rolling", "blue_green", "linear", "canary", found "green_blue"',
      ],
    ],
    [
      '{ strategy: blue-green }',
      [
        'error deployment.strategy: must be one of "rolling", "blue_green", "linear", "canary", found "blue-green"',
      ],
    ],
    ['{ strategy: blue_green, bake_time: 10m, one_way: true, rollback_window: 30m }', []],
    [
      '{ bake_time: 10m }',
      ['error deployment.bake_time: "bake_time" has no meaning with strategy rolling'],
    ],
    [
      '{ strategy: linear, canary_percent: 5 }',
      ['error deployment.canary_percent: "canary_percent" has no meaning with strategy linear'],
    ],
    [
      '{ strategy: canary, circuit_breaker: { enable: true } }',
      ['error deployment.circuit_breaker: "circuit_breaker" has no meaning with strategy canary'],
    ],
    [
      '{ strategy: linear, step_percent: 2 }',
      ['error deployment.step_percent: must be from 3 to 100, found 2'],
    ],
    [
      '{ strategy: canary, canary_percent: 0.05 }',
      ['error deployment.canary_percent: must be from 0.1 to 100, found 0.05'],
    ],
    [
      '{ strategy: canary, canary_bake_time: 90s }',
      ['error deployment.canary_bake_time: must be whole minutes from 0m to 24h, found "90s"'],
    ],
    [
      '{ strategy: canary, bake_time: 25h }',
      ['error deployment.bake_time: must be whole minutes from 0m to 24h, found "25h"'],
    ],
    [
      '{ strategy: canary, bake_time: 24h, canary_bake_time: 10h }',
      ['error deployment.strategy: steps and bake times add up to 2040 minutes, more than 1980'],
    ],
    [
      '{ strategy: linear, step_percent: 10, step_bake_time: 4h }',
      ['error deployment.strategy: steps and bake times add up to 2160 minutes, more than 1980'],
    ],
    [
      '{ circuit_breaker: { threshold: 0 } }',
      [
        'error deployment.circuit_breaker.threshold: threshold must be a whole number of at least 1, found 0',
      ],
    ],
    ['{ circuit_breaker: { threshold: { type: bounded_percent, value: 30 } } }', []],
    [
      '{ strategy: canary, lifecycle_hooks: [{ stages: [pre_scale_up] }] }',
      ['error deployment.lifecycle_hooks[0]: must specify one of "lambda" and "pause"'],
    ],
    [
      '{ strategy: canary, lifecycle_hooks: [{ pause: true, stages: [production_traffic_shift] }] }',
      [
        'error deployment.lifecycle_hooks[0].stages[0]: a deployment cannot pause at production_traffic_shift',
      ],
    ],
    [
      '{ strategy: canary, lifecycle_hooks: [{ pause: true, stages: [] }] }',
      ['error deployment.lifecycle_hooks[0].stages: names no stage'],
    ],
    [
      '{ strategy: canary, lifecycle_hooks: [{ lambda: { from_cfn: x }, stages: [pre_scale_up], timeout: 10m, on_timeout: continue }] }',
      [],
    ],
  ])('%s', (fields, issues) => {
    expect(find(aWebService(`deployment: ${fields}\n`))).toEqual(issues);
  });

  test('a worker may watch delayed messages', () => {
    expect(
      find(aWorkerService('deployment: { rollback_alarms: { messages_delayed: 5 } }\n')),
    ).toEqual([]);
  });
});

describe('subscribe', () => {
  test.each([
    [
      '{ topics: [{ name: a }] }',
      ['error subscribe.topics[0].service: "service" must be specified'],
    ],
    [
      '{ topics: [{ name: "a.b", service: web }] }',
      [
        'error subscribe.topics[0].name: "name" can only contain letters, numbers, underscores, and hyphens, found "a.b"',
      ],
    ],
    [
      '{ topics: [{ name: a, service: Web }] }',
      ['error subscribe.topics[0].service: "Web" is no service name'],
    ],
    [
      '{ topics: [{ name: a, service: web }, { name: a, service: web }] }',
      ['error subscribe.topics[1]: subscribes twice to topic "a" of "web"'],
    ],
    [
      '{ queue: { retention: 30s } }',
      ['error subscribe.queue.retention: must be from 60 to 1209600 seconds, found "30s"'],
    ],
    [
      '{ queue: { delay: 16m } }',
      ['error subscribe.queue.delay: must be from 0 to 900 seconds, found "16m"'],
    ],
    [
      '{ queue: { dead_letter: { tries: 0 } } }',
      ['error subscribe.queue.dead_letter.tries: must be at least 1, found 0'],
    ],
    [
      '{ queue: { fifo: { high_throughput: true, throughput_limit: perQueue, deduplication_scope: queue } } }',
      [
        'error subscribe.queue.fifo.throughput_limit: must specify one, not both, of "high_throughput" and "throughput_limit"',
        'error subscribe.queue.fifo.deduplication_scope: must specify one, not both, of "high_throughput" and "deduplication_scope"',
      ],
    ],
    [
      '{ queue: { fifo: { deduplication_scope: all } } }',
      [
        'error subscribe.queue.fifo.deduplication_scope: must be one of messageGroup, queue, found "all"',
      ],
    ],
    [
      '{ queue: { fifo: { throughput_limit: all } } }',
      [
        'error subscribe.queue.fifo.throughput_limit: must be one of perMessageGroupId, perQueue, found "all"',
      ],
    ],
    [
      '{ queue: { fifo: { throughput_limit: perMessageGroupId, deduplication_scope: queue } } }',
      [
        'error subscribe.queue.fifo.throughput_limit: "throughput_limit" must be set to "perQueue" when "deduplication_scope" is set to "queue"',
      ],
    ],
    [
      '{ topics: [{ name: a, service: web, queue: { delay: 1h } }] }',
      ['error subscribe.topics[0].queue.delay: must be from 0 to 900 seconds, found "1h"'],
    ],
    ['{ topics: [{ name: a, service: web, filter_policy: { a: [1, {prefix: x}] } }] }', []],
  ])('%s', (fields, issues) => {
    expect(find(aWorkerService(`subscribe: ${fields}\n`))).toEqual(issues);
  });
});
