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

describe('http', () => {
  const http = (fields: string) => aWebService(`http: ${fields}\n`, { image: true, http: false });
  test.each([
    ['{ alias: a.com }', ['error http.path: "path" must be specified']],
    ['{}', ['error http: is a map without any key that is known here']],
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
