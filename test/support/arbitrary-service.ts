import * as fc from 'fast-check';

/** A map in which every key is there or not. */
const some = <T extends { readonly [key: string]: fc.Arbitrary<unknown> }>(model: T) =>
  fc.record(model, { requiredKeys: [], noNullPrototype: true });

const one = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const duration = one('60s', '1m', '1h30m', '2m30s', '5m');
const flag = fc.boolean();

const variables = fc.dictionary(
  one('LOG_LEVEL', 'DB', 'z_last'),
  one<unknown>('info', 'a "b"', '', '5', 80, true, { from_cfn: 'stack-Out' }, 'multi\nline', '*'),
  { minKeys: 1, maxKeys: 3, noNullPrototype: true },
);
const secrets = fc.dictionary(
  one('TOKEN', 'PASSWORD'),
  one<unknown>(
    'token',
    '/copilot/${COPILOT_APPLICATION_NAME}/x',
    { secretsmanager: 'demo/test/mysql' },
    { from_cfn: 'Secret' },
  ),
  { minKeys: 1, maxKeys: 2, noNullPrototype: true },
);
const healthCheck = some({
  command: one(['CMD-SHELL', 'curl -f localhost || exit 1'], ['CMD', 'ls']),
  interval: duration,
  retries: fc.integer({ min: 1, max: 5 }),
  timeout: duration,
});
const words = one<unknown>('echo hello', "sh -c 'a b'", ['a', 'b c']);

const imageOf = (port: number | undefined) =>
  fc
    .tuple(
      one<object>(
        { location: 'nginx:1.29' },
        { build: './Dockerfile' },
        { build: { dockerfile: 'a/Dockerfile', args: { K: 'v' } } },
      ),
      some({ labels: one({ team: 'a: b' }), healthcheck: healthCheck }),
    )
    .map(([source, more]) => ({ ...source, ...more, ...(port === undefined ? {} : { port }) }));

const sidecarOf = (port: number) =>
  some({
    port: one<unknown>(`${port}`, port, `${port}/udp`),
    essential: flag,
    variables,
    secrets,
    mount_points: one([{ source_volume: 'data', path: '/var/www' }]),
    healthcheck: healthCheck,
    command: words,
  }).chain((fields) =>
    one<unknown>('nginx:1', { location: 'x:1' }, { build: './Dockerfile' }).map((image) => ({
      image,
      ...fields,
    })),
  );

const storage = some({
  ephemeral: one(21, 100, 200),
  readonly_fs: flag,
  volumes: one<unknown>(
    { data: { path: '/data' } },
    { data: { path: '/data', efs: true } },
    { data: { path: '/data', efs: { uid: 1000, gid: 1000 } }, 'my-cache': { path: '/cache' } },
    { data: { path: '/data', read_only: false, efs: { id: 'fs-1234', auth: { iam: true } } } },
  ),
});
const placement = one<unknown>('public', 'private', { subnets: ['subnet-1', 'subnet-2'] });
const securityGroups = one<unknown>(['sg-1', { from_cfn: 'Sg' }], {
  deny_default: true,
  groups: ['sg-2'],
});
const vpc = some({ placement, security_groups: securityGroups });
const logging = some({
  retention: one(1, 30, 90),
  destination: one({ Name: 'cloudwatch', region: 'eu-west-1', log_group_name: '/a/b' }),
  enableMetadata: flag,
  secretOptions: secrets,
  variables,
});
const publish = one(
  { topics: [{ name: 'orders' }] },
  { topics: [{ name: 'my-topic', fifo: true }, { name: 'Some_Topic9' }] },
);
const platform = one<unknown>('linux/amd64', { osfamily: 'linux', architecture: 'x86_64' });

const scaling = fc
  .tuple(
    one<unknown>('1-10', { min: 2, max: 9 }, { min: 1, max: 10, spot_from: 4 }),
    some({ memory_percentage: fc.integer({ min: 1, max: 100 }), cooldown: one({ in: '45s' }) }),
  )
  .map(([range, more]) => ({ range, cpu_percentage: 70, ...more }));
const count = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.integer({ min: 1, max: 5 }).map((spot) => ({ spot })),
  scaling,
);

const deploymentOf = (alarms: fc.Arbitrary<unknown>) =>
  fc.oneof(
    some({ rolling: one('default', 'recreate'), rollback_alarms: alarms }),
    fc.record({ strategy: one('rolling', 'blue_green'), rollback_alarms: alarms }),
  );
const alarms = one<unknown>(['mine'], { cpu_utilization: 70 }, { memory_utilization: 66 });
const workerAlarms = one<unknown>(['mine'], { cpu_utilization: 1, messages_delayed: 10 });

const rule = some({
  healthcheck: one<unknown>('/health', { path: '/h', port: 8081, success_codes: '200-299' }),
  version: one('grpc', 'http2', 'http1'),
  stickiness: flag,
  target_port: one(8080, 8081, 3000),
  allowed_source_ips: one(['192.0.2.0/24']),
  deregistration_delay: duration,
});
const http = fc.tuple(rule, fc.array(rule, { maxLength: 2 })).map(([main, more]) => ({
  path: '/',
  ...main,
  ...(more.length === 0
    ? {}
    : { additional_rules: more.map((fields, index) => ({ path: `/p${index}`, ...fields })) }),
}));
const listener = some({
  target_port: one(8080, 9000),
  stickiness: flag,
  healthcheck: one({ port: 8080, healthy_threshold: 3 }),
});
const nlb = fc
  .tuple(listener, one<unknown>('80/tcp', '8080', 8082))
  .map(([fields, port]) => ({ port, ...fields }));

const queue = some({
  retention: duration,
  delay: one('5s'),
  dead_letter: one({ tries: 3 }),
  fifo: one<unknown>(true, { high_throughput: true }, { content_based_deduplication: true }),
});
const topic = some({
  filter_policy: one({ store: ['x'], price: [{ numeric: ['>=', 100] }] }),
  queue: fc.oneof(
    flag,
    queue.map((fields) => ({ timeout: '10s', ...fields })),
  ),
});
const subscribe = fc
  .tuple(
    fc.array(topic, { minLength: 1, maxLength: 3 }),
    some({ queue: queue.map((fields) => ({ timeout: '10s', ...fields })) }),
  )
  .map(([topics, more]) => ({
    topics: topics.map((fields, index) => ({
      name: `topic${index}`,
      service: 'elsewhere',
      ...fields,
    })),
    ...more,
  }));

const task = {
  command: words,
  cpu: one(256, 1024),
  platform,
  variables,
  secrets,
  storage,
  logging,
  publish,
  sidecars: fc.record({ nginx: sidecarOf(9001), proxy: sidecarOf(9002) }, { requiredKeys: [] }),
};
const service = {
  ...task,
  count,
  exec: flag,
  observability: one({ tracing: 'awsxray' }),
  network: some({ vpc, connect: flag }),
};

const schedule = one('@daily', '@every 1h30m', '0 9 * * 1-5', 'rate(5 minutes)', 'none');

/** Manifests of all ECS types that the rules allow; each field is there or not. They use neither domain nor certificates. */
export const arbitraryEcsManifest: fc.Arbitrary<{ readonly type: string }> = fc.oneof(
  fc
    .tuple(imageOf(3000), some({ ...service, nlb, deployment: deploymentOf(alarms) }), http)
    .map(([image, fields, rules]) => ({
      type: 'Load Balanced Web Service',
      image,
      http: rules,
      ...fields,
    })),
  fc
    .tuple(imageOf(3000), some({ ...service, http, deployment: deploymentOf(alarms) }))
    .map(([image, fields]) => ({ type: 'Backend Service', image, ...fields })),
  fc
    .tuple(
      imageOf(undefined),
      some({ ...service, subscribe, deployment: deploymentOf(workerAlarms) }),
    )
    .map(([image, fields]) => ({ type: 'Worker Service', image, ...fields })),
  fc
    .tuple(
      imageOf(undefined),
      schedule,
      some({ ...task, network: some({ vpc }), timeout: one('90s', '1h'), retries: one(0, 3) }),
    )
    .map(([image, text, fields]) => ({
      type: 'Scheduled Job',
      image,
      on: { schedule: text },
      ...fields,
    })),
);
