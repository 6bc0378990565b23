import { findRange } from '../resolve/counts.js';
import { findGoDuration } from '../resolve/go-duration.js';
import type { AdvancedCount, QueueDelay } from '../schema/count.js';
import type { EcsWorkload } from '../schema/workload.js';
import { errorAt, type Finding, quoteFound } from '../text/finding.js';

const WEB_METRICS = ['cpu_percentage', 'memory_percentage', 'requests', 'response_time'] as const;
const WORKER_METRICS = ['cpu_percentage', 'memory_percentage', 'queue_delay'] as const;
type Metric = (typeof WEB_METRICS)[number] | (typeof WORKER_METRICS)[number];
const METRICS: readonly Metric[] = [...WEB_METRICS, 'queue_delay'];

export function* findCountMistakes(manifest: EcsWorkload): Iterable<Finding> {
  const { count, type } = manifest;
  if (typeof count === 'number') {
    if (count < 0) yield errorAt(['count'], `must be at least 0, found ${count}`);
    return;
  }
  if (type === 'Scheduled Job') {
    const message = `cannot have autoscaling options for workloads of type '${type}'`;
    yield errorAt(['count'], message, 'write a number, or leave count out');
    return;
  }
  const allowed: readonly Metric[] = type === 'Worker Service' ? WORKER_METRICS : WEB_METRICS;
  for (const metric of METRICS) {
    if (count[metric] === undefined || allowed.includes(metric)) continue;
    const message = `autoscaling field "${metric}" is invalid with workload type ${type}`;
    yield errorAt(['count', metric], message, `use ${allowed.join(', ')}`);
  }
  yield* findCombinationMistakes(count, allowed);
  yield* findRangeMistakes(count);
  yield* findPercentageMistakes(count);
  if (count.queue_delay) yield* findQueueDelayMistakes(count.queue_delay);
}

function* findCombinationMistakes(
  count: AdvancedCount,
  allowed: readonly Metric[],
): Iterable<Finding> {
  const hasMetric = allowed.some((metric) => count[metric] !== undefined);
  const hasRange = count.range !== undefined;
  const names = allowed.map((metric) => `"${metric}"`).join(', ');
  if (count.spot !== undefined && (hasRange || hasMetric)) {
    const others = ['range', ...allowed].join('/');
    yield errorAt(['count', 'spot'], `must specify one, not both, of "spot" and "${others}"`);
    return;
  }
  if (hasMetric && !hasRange) {
    yield errorAt(
      ['count', 'range'],
      `"range" must be specified if ${names} are specified`,
      'for instance range: 1-10',
    );
  }
  if (hasRange && !hasMetric) {
    yield errorAt(
      ['count', 'range'],
      `must specify at least one of ${names} if "range" is specified`,
      'for instance cpu_percentage: 70',
    );
  }
  if (count.cooldown !== undefined && !hasMetric) {
    yield errorAt(
      ['count', 'cooldown'],
      `must specify at least one of ${names} if "cooldown" is specified`,
    );
  }
  if (count.spot !== undefined && count.spot < 0) {
    yield errorAt(['count', 'spot'], `must be at least 0, found ${count.spot}`);
  }
}

function* findRangeMistakes({ range }: AdvancedCount): Iterable<Finding> {
  if (range === undefined) return;
  const path = ['count', 'range'];
  const resolved = findRange(range);
  if (resolved === undefined) {
    yield errorAt(path, `invalid range ${quoteFound(range)}`, 'write min-max, for instance 1-10');
    return;
  }
  if (typeof range === 'object' && (range.min === undefined || range.max === undefined)) {
    yield errorAt(path, '"min" and "max" must be specified');
    return;
  }
  const { min, max, spotFrom = 0 } = resolved;
  if (min < 0 || max < 0 || spotFrom < 0) {
    yield errorAt(path, `min ${min}, max ${max} and spot_from ${spotFrom} must all be positive`);
  }
  if (min > max) yield errorAt(path, `min ${min} cannot be greater than max ${max}`);
}

function* findPercentageMistakes(count: AdvancedCount): Iterable<Finding> {
  for (const key of ['cpu_percentage', 'memory_percentage'] as const) {
    const metric = count[key];
    const value = typeof metric === 'object' ? metric.value : metric;
    if (value === undefined || (Number.isInteger(value) && value >= 0 && value <= 100)) continue;
    const path = typeof metric === 'object' ? ['count', key, 'value'] : ['count', key];
    yield errorAt(path, `percentage must be an integer from 0 to 100, found ${value}`);
  }
  for (const key of [...METRICS].filter((metric) => metric !== 'queue_delay')) {
    const metric = count[key];
    if (typeof metric !== 'object' || metric.value !== undefined) continue;
    yield errorAt(
      ['count', key, 'value'],
      '"value" must be specified',
      `it is the target of ${key}`,
    );
  }
}

function* findQueueDelayMistakes(delay: QueueDelay): Iterable<Finding> {
  const path = ['count', 'queue_delay'];
  for (const key of ['acceptable_latency', 'msg_processing_time'] as const) {
    if (delay[key] === undefined) {
      yield errorAt([...path, key], `"${key}" must be specified`, 'queue_delay needs both times');
    } else if (findGoDuration(delay[key]) === 0) {
      yield errorAt([...path, key], `"${key}" cannot be 0`);
    }
  }
  const latency = findGoDuration(delay.acceptable_latency ?? '');
  const processing = findGoDuration(delay.msg_processing_time ?? '');
  if (latency !== undefined && processing !== undefined && processing > latency) {
    const message = '"msg_processing_time" cannot be longer than "acceptable_latency"';
    yield errorAt([...path, 'msg_processing_time'], message);
  }
}
