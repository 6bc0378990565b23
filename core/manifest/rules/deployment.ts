import { resolveRollingLimits } from '../resolve/deployments.js';
import { findGoDuration } from '../resolve/go-duration.js';
import type {
  CircuitBreaker,
  Deployment,
  LifecycleHook,
  WorkerDeployment,
} from '../schema/deployment.js';
import { errorAt, type Finding, quoteFound, warningAt } from '../text/finding.js';
import type { Path } from '../text/path.js';

type AnyDeployment = Deployment | WorkerDeployment;

export function* findDeploymentMistakes(deployment: AnyDeployment | undefined): Iterable<Finding> {
  if (deployment === undefined) return;
  yield* findRollingMistakes(deployment);
  yield* findStrategyMistakes(deployment);
  if (deployment.circuit_breaker) yield* findBreakerMistakes(deployment.circuit_breaker);
  for (const [index, hook] of (deployment.lifecycle_hooks ?? []).entries()) {
    yield* findHookMistakes(hook, ['deployment', 'lifecycle_hooks', index]);
  }
  yield* findHookDoubts(deployment);
  yield* findThresholdDoubts(deployment);
}

function* findRollingMistakes({ rolling }: AnyDeployment): Iterable<Finding> {
  const path = ['deployment', 'rolling'];
  if (rolling === undefined) return;
  if (typeof rolling === 'string') {
    if (['default', 'recreate'].includes(rolling.toLowerCase())) return;
    const message = `invalid rolling deployment strategy ${quoteFound(rolling)}, must be default or recreate`;
    yield errorAt(path, message, 'or a map of max_percent and min_healthy_percent');
    return;
  }
  const { minHealthyPercent: min, maxPercent: max } = resolveRollingLimits(rolling);
  if (min < 0 || min > 100) {
    yield errorAt([...path, 'min_healthy_percent'], `must be from 0 to 100, found ${min}`);
  }
  if (max < 100) yield errorAt([...path, 'max_percent'], `must be at least 100, found ${max}`);
  if (min >= max) {
    const message = `min_healthy_percent ${min} leaves no room below max_percent ${max}`;
    yield errorAt(path, message, 'ECS could neither stop an old task nor start a new one');
  }
}

/** Which fields go with which strategy. Source: ECS, DeploymentConfiguration. */
const STRATEGY_FIELDS = {
  step_percent: ['linear'],
  step_bake_time: ['linear'],
  canary_percent: ['canary'],
  canary_bake_time: ['canary'],
  bake_time: ['blue_green', 'linear', 'canary'],
  lifecycle_hooks: ['blue_green', 'linear', 'canary'],
  rolling: ['rolling'],
  circuit_breaker: ['rolling'],
} as const;

/** CloudFormation refuses canary and linear deployments that would take longer, as it gives up after 36 hours. */
const MAX_DEPLOYMENT_MINUTES = 33 * 60;

function* findStrategyMistakes(deployment: AnyDeployment): Iterable<Finding> {
  const strategy = deployment.strategy ?? 'rolling';
  for (const [key, strategies] of Object.entries(STRATEGY_FIELDS)) {
    const isSet = Object.entries(deployment).some(
      ([name, value]) => name === key && value !== undefined,
    );
    if (!isSet || strategies.some((name) => name === strategy)) continue;
    const message = `"${key}" has no meaning with strategy ${strategy}`;
    yield errorAt(['deployment', key], message, `it goes with ${strategies.join(', ')}`);
  }
  yield* findPercentMistakes(deployment.step_percent, 3, 'step_percent');
  yield* findPercentMistakes(deployment.canary_percent, 0.1, 'canary_percent');
  for (const key of ['bake_time', 'step_bake_time', 'canary_bake_time'] as const) {
    yield* findMinutesMistakes(deployment[key], ['deployment', key]);
  }
  const minutes = findTotalMinutes(deployment);
  if (minutes <= MAX_DEPLOYMENT_MINUTES) return;
  const message = `steps and bake times add up to ${minutes} minutes, more than ${MAX_DEPLOYMENT_MINUTES}`;
  yield errorAt(
    ['deployment', 'strategy'],
    message,
    'CloudFormation refuses it: shorten the bake times',
  );
}

function* findPercentMistakes(
  percent: number | undefined,
  min: number,
  key: string,
): Iterable<Finding> {
  if (percent === undefined || (percent >= min && percent <= 100)) return;
  yield errorAt(['deployment', key], `must be from ${min} to 100, found ${percent}`);
}

/** Bake times are whole minutes, a day at most. */
function* findMinutesMistakes(text: string | undefined, path: Path, least = 0): Iterable<Finding> {
  if (text === undefined) return;
  const minutes = (findGoDuration(text) ?? 0) / 60;
  if (Number.isInteger(minutes) && minutes >= least && minutes <= 1440) return;
  yield errorAt(path, `must be whole minutes from ${least}m to 24h, found ${quoteFound(text)}`);
}

/** Minutes that the steps take by themselves; without a step's time ECS takes 6 for linear and 10 for canary. */
function findTotalMinutes(deployment: AnyDeployment): number {
  const minutes = (text: string | undefined, fallback: string) =>
    (findGoDuration(text ?? fallback) ?? 0) / 60;
  const bake = minutes(deployment.bake_time, '0m');
  if (deployment.strategy === 'canary') return bake + minutes(deployment.canary_bake_time, '10m');
  if (deployment.strategy !== 'linear') return bake;
  const steps = Math.ceil(100 / Math.max(3, deployment.step_percent ?? 10));
  return bake + (steps - 1) * minutes(deployment.step_bake_time, '6m');
}

function* findBreakerMistakes(breaker: CircuitBreaker): Iterable<Finding> {
  const { threshold } = breaker;
  if (threshold === undefined) return;
  const value = typeof threshold === 'number' ? threshold : threshold.value;
  const path = ['deployment', 'circuit_breaker', 'threshold'];
  if (!Number.isInteger(value) || value < 1) {
    yield errorAt(path, `threshold must be a whole number of at least 1, found ${value}`);
  }
}

function* findHookMistakes(hook: LifecycleHook, path: Path): Iterable<Finding> {
  const isPause = hook.pause === true;
  if (isPause === (hook.lambda !== undefined)) {
    yield errorAt(
      path,
      'must specify one of "lambda" and "pause"',
      'lambda: <ARN>, or pause: true',
    );
  }
  if (hook.stages.length === 0) yield errorAt([...path, 'stages'], 'names no stage');
  for (const [index, stage] of hook.stages.entries()) {
    if (!isPause || (stage !== 'test_traffic_shift' && stage !== 'production_traffic_shift'))
      continue;
    const message = `a deployment cannot pause at ${stage}`;
    yield errorAt(
      [...path, 'stages', index],
      message,
      `use pre_production_traffic_shift or post_${stage}`,
    );
  }
  yield* findMinutesMistakes(hook.timeout, [...path, 'timeout'], 1);
}

/** ECS takes so many of each kind. Source: ECS developer guide, pause-lifecycle-hooks. */
const MOST_HOOKS = 10;

function* findHookDoubts(deployment: AnyDeployment): Iterable<Finding> {
  const { lifecycle_hooks: hooks = [] } = deployment;
  const path = ['deployment', 'lifecycle_hooks'];
  const pauses = hooks.filter(({ pause }) => pause === true);
  for (const count of [pauses.length, hooks.length - pauses.length]) {
    if (count <= MOST_HOOKS) continue;
    yield errorAt(path, `ECS takes ${MOST_HOOKS} hooks of a kind, found ${count}`);
  }
  const waiting = pauses.flatMap(({ stages, timeout }) =>
    stages.map(() => (findGoDuration(timeout ?? '24h') ?? 0) / 60),
  );
  const minutes = waiting.reduce((sum, one) => sum + one, findTotalMinutes(deployment));
  if (waiting.length === 0 || minutes <= MAX_DEPLOYMENT_MINUTES) return;
  yield warningAt(
    path,
    `pauses and bake times may take ${minutes} minutes, and CloudFormation gives up after 36 hours`,
    'shorten timeout, which is 24h where it is not given',
  );
}

/** Copilot takes any number; an alarm on more than 100 % never rings. */
function* findThresholdDoubts({ rollback_alarms: alarms }: AnyDeployment): Iterable<Finding> {
  if (alarms === undefined || !('cpu_utilization' in alarms || 'memory_utilization' in alarms))
    return;
  for (const key of ['cpu_utilization', 'memory_utilization'] as const) {
    const percent = alarms[key];
    if (percent === undefined || (percent > 0 && percent <= 100)) continue;
    yield warningAt(['deployment', 'rollback_alarms', key], `is a percentage, found ${percent}`);
  }
}
