import type { WorkloadSource } from '../../../../core/workspace/workspace.js';
import { aWebService, aWorkerService, parse, summarize } from '../../../support/manifests.js';

/** What is found in a manifest, without places and hints. */
function find(source: WorkloadSource): readonly string[] {
  return summarize(parse(source).issues);
}

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
      '{ strategy: blue_green, lifecycle_hooks: [{ pause: true, stages: [post_scale_up], timeout: 0m }] }',
      [
        'error deployment.lifecycle_hooks[0].timeout: must be whole minutes from 1m to 24h, found "0m"',
      ],
    ],
    ['{ strategy: blue_green, lifecycle_hooks: [{ pause: true, stages: [post_scale_up] }] }', []],
    [
      '{ strategy: blue_green, lifecycle_hooks: [{ pause: true, stages: [pre_scale_up, post_scale_up] }] }',
      [
        'warning deployment.lifecycle_hooks: pauses and bake times may take 2880 minutes, and CloudFormation gives up after 36 hours',
      ],
    ],
    [
      `{ strategy: blue_green, lifecycle_hooks: [${'{ lambda: arn:x, stages: [pre_scale_up] }, '.repeat(11)}] }`,
      ['error deployment.lifecycle_hooks: ECS takes 10 hooks of a kind, found 11'],
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
