import { resolveAliases } from '../../../../core/manifest/resolve/aliases.js';
import { resolveDesiredCount, resolveRange } from '../../../../core/manifest/resolve/counts.js';
import {
  resolveCircuitBreaker,
  resolveRollingLimits,
} from '../../../../core/manifest/resolve/deployments.js';
import { findGoDuration, parseGoDuration } from '../../../../core/manifest/resolve/go-duration.js';
import {
  resolveContainerHealthCheck,
  resolveHttpHealthCheck,
} from '../../../../core/manifest/resolve/health-checks.js';
import { resolveBuild, resolveImage } from '../../../../core/manifest/resolve/images.js';
import { alphanumeric, isBasicName, snakeCase } from '../../../../core/manifest/resolve/names.js';
import { resolvePlatform } from '../../../../core/manifest/resolve/platforms.js';
import {
  findPortMapping,
  parsePortMapping,
} from '../../../../core/manifest/resolve/port-mapping.js';
import { resolveSubscriptions, resolveTopics } from '../../../../core/manifest/resolve/topics.js';
import { findWords, resolveWords } from '../../../../core/manifest/resolve/words.js';

describe('durations', () => {
  test.each([
    ['10s', 10],
    ['1h30m', 5400],
    ['1m0.5s', 60.5],
    ['1.5h', 5400],
    ['.5s', 0.5],
    ['500ms', 0.5],
    ['0.1s', 0.1],
    ['1h1m1s1ms1us1ns', 3661.001001001],
    ['2µs', 0.000002],
    ['-1m', -60],
    ['+1m', 60],
    ['0', 0],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseGoDuration(text)).toBe(seconds);
  });

  test.each(['', '10', '1d', 's', '1 s', '1h 30m', '1.s.', 'h1', '1m-1s', ' 1s'])(
    '"%s" is no duration',
    (text) => {
      expect(findGoDuration(text)).toBeUndefined();
      expect(() => parseGoDuration(text)).toThrow('is not a duration');
    },
  );
});

describe('ports', () => {
  test.each([
    ['80', 80, undefined],
    ['443/TLS', 443, 'tls'],
    ['53/udp', 53, 'udp'],
    ['0', 0, undefined],
    ['65535', 65535, undefined],
  ])('%s', (text, port, protocol) => {
    expect(parsePortMapping(text)).toEqual({ port, protocol });
  });

  test.each(['', 'x', '80/tcp/udp', '65536', '-1', '8 0', '1e3'])('"%s" is none', (text) => {
    expect(findPortMapping(text)).toBeUndefined();
    expect(() => parsePortMapping(text)).toThrow('is not a port');
  });
});

describe('words', () => {
  test('a text is split with shell rules, a list taken as it is', () => {
    expect(resolveWords(`sh -c "echo 'a b' $X" c\\ d ''`)).toEqual([
      'sh',
      '-c',
      "echo 'a b' $X",
      'c d',
      '',
    ]);
    expect(resolveWords(['a b'])).toEqual(['a b']);
  });

  test('operators of the shell are plain words', () => {
    expect(resolveWords('a && b | c > d ${E}')).toEqual([
      'a',
      '&&',
      'b',
      '|',
      'c',
      '>',
      'd',
      '${E}',
    ]);
  });

  test('an open quote is told', () => {
    expect(findWords('echo "a')).toBeUndefined();
    expect(() => resolveWords('echo "a')).toThrow('stays open');
  });
});

describe('names', () => {
  test.each([
    ['MyTableName', 'MY_TABLE_NAME'],
    ['DBSecret', 'DB_SECRET'],
    ['myHTTPServer2Name', 'MY_HTTP_SERVER2_NAME'],
    ['S3BucketARN', 'S3_BUCKET_ARN'],
    ['already_snake', 'ALREADY_SNAKE'],
  ])('%s as a variable is %s', (name, variable) => {
    expect(snakeCase(name)).toBe(variable);
  });

  test('logical ids keep letters and digits', () => {
    expect(alphanumeric('my-topic_2.fifo')).toBe('mytopic2fifo');
  });

  test.each([
    ['api', true],
    ['a1-b2', true],
    ['a', false],
    ['Api', false],
    ['1api', false],
    ['a--b', false],
    ['api-', false],
    ['a.b', false],
  ])('%s as a name: %s', (name, isName) => {
    expect(isBasicName(name)).toBe(isName);
  });
});

describe('images', () => {
  test.each([
    ['api/Dockerfile', 'api/Dockerfile', 'api'],
    ['./Dockerfile', 'Dockerfile', '.'],
    [{ dockerfile: 'api/Dockerfile' }, 'api/Dockerfile', 'api'],
    [{ context: 'api' }, 'api/Dockerfile', 'api'],
    [{ dockerfile: 'docker/api', context: '.' }, 'docker/api', '.'],
    [{ target: 'prod' }, 'Dockerfile', '.'],
  ])('%j is built from %s in %s', (build, dockerfile, context) => {
    expect(resolveBuild(build)).toMatchObject({ dockerfile, context });
  });

  test('everything else of a build is handed through', () => {
    const build = { args: { A: '1' }, target: 'prod', cache_from: ['x:latest'] };
    expect(resolveBuild(build)).toMatchObject({
      args: { A: '1' },
      target: 'prod',
      cacheFrom: ['x:latest'],
    });
  });

  test('a text as a sidecar image is its location', () => {
    expect(resolveImage('nginx')).toEqual({ kind: 'location', location: 'nginx' });
    expect(resolveImage({ build: 'nginx/Dockerfile' })).toMatchObject({ kind: 'build' });
  });
});

describe('health checks', () => {
  test('one field of a container health check brings the defaults of the others', () => {
    expect(resolveContainerHealthCheck({ retries: 5 })).toEqual({
      command: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'],
      interval: 10,
      retries: 5,
      timeout: 5,
      startPeriod: 0,
    });
  });

  test('without a field there is no check', () => {
    expect([resolveContainerHealthCheck(undefined), resolveContainerHealthCheck({})]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('the short form of http.healthcheck is its path', () => {
    expect(resolveHttpHealthCheck('/ping')).toEqual({ path: '/ping' });
  });
});

test.each([
  ['linux/ARM64', { os: 'linux', architecture: 'arm64', isWindows: false, isArm: true }],
  [
    { osfamily: 'windows_server_2022_core', architecture: 'x86_64' },
    { os: 'windows_server_2022_core', architecture: 'x86_64', isWindows: true, isArm: false },
  ],
])('platform %j', (platform, resolved) => {
  expect(resolvePlatform(platform)).toEqual(resolved);
});

test('aliases of three forms become one list', () => {
  expect(resolveAliases('a.com')).toEqual([{ name: 'a.com', hostedZone: undefined }]);
  expect(resolveAliases(['a.com', { name: 'b.com', hosted_zone: 'Z1' }])).toEqual([
    { name: 'a.com', hostedZone: undefined },
    { name: 'b.com', hostedZone: 'Z1' },
  ]);
});

test.each([
  [3, 3],
  [{ spot: 2 }, 2],
  [{ range: '4-9', cpu_percentage: 70 }, 4],
  [{ range: { min: 5, max: 9 }, cpu_percentage: 70 }, 5],
])('count %j starts with %d', (count, desired) => {
  expect(resolveDesiredCount(count)).toBe(desired);
});

test('a range that is none is refused', () => {
  expect(() => resolveRange('1 to 3')).toThrow('not of the form min-max');
});

test.each([
  [undefined, 100, 200],
  ['default', 100, 200],
  ['Recreate', 0, 100],
  [{ max_percent: 150 }, 100, 150],
  [{ max_percent: 150, min_healthy_percent: 50 }, 50, 150],
])('rolling %j keeps %d to %d percent', (rolling, minHealthyPercent, maxPercent) => {
  expect(resolveRollingLimits(rolling)).toEqual({ minHealthyPercent, maxPercent });
});

test('the circuit breaker is on unless the manifest says otherwise', () => {
  expect(resolveCircuitBreaker(undefined)).toMatchObject({ enable: true, rollback: true });
  expect(resolveCircuitBreaker({ rollback: false, threshold: 5 })).toMatchObject({
    enable: true,
    rollback: false,
    threshold: { type: 'count', value: 5 },
  });
});

describe('topics', () => {
  test('a FIFO topic ends in .fifo', () => {
    const topics = [
      { name: 'a' },
      { name: 'b', fifo: true },
      { name: 'c', fifo: { content_based_deduplication: false } },
      { name: 'd', fifo: false },
    ];
    expect(resolveTopics({ topics }).map(({ name }) => name)).toEqual([
      'a',
      'b.fifo',
      'c.fifo',
      'd',
    ]);
  });

  test('a subscription is to a FIFO topic where the queue that takes its messages is one', () => {
    const topic = { name: 'a', service: 's' };
    const name = (subscribe: Parameters<typeof resolveSubscriptions>[0]) =>
      resolveSubscriptions(subscribe).map((one) => one.name);
    expect(name({ topics: [topic] })).toEqual(['a']);
    expect(name({ topics: [topic], queue: { fifo: true } })).toEqual(['a.fifo']);
    expect(name({ topics: [{ ...topic, queue: true }], queue: { fifo: true } })).toEqual(['a']);
    expect(name({ topics: [{ ...topic, queue: { fifo: { high_throughput: true } } }] })).toEqual([
      'a.fifo',
    ]);
  });
});
