import { findGoDuration } from '../../manifest/resolve/go-duration.js';
import type { EcsWorkload } from '../../manifest/schema/workload.js';
import { errorAt, type Finding, quoteFound } from '../../manifest/text/finding.js';
import { rulesWithPaths } from './public-rule-findings.js';

const METRICS = [
  'cpu_percentage',
  'memory_percentage',
  'requests',
  'response_time',
  'queue_delay',
] as const;

/** Application Auto Scaling counts cooldowns in seconds, and takes integers only. */
function* findCooldownMistakes({ count }: EcsWorkload): Iterable<Finding> {
  if (typeof count === 'number') return;
  const ofMetrics = METRICS.map((metric) => ({ path: ['count', metric], owner: count[metric] }));
  for (const { path, owner } of [{ path: ['count'], owner: count }, ...ofMetrics]) {
    if (typeof owner !== 'object') continue;
    for (const [key, text = ''] of Object.entries(owner.cooldown ?? {})) {
      const seconds = findGoDuration(text);
      if (seconds === undefined || (Number.isInteger(seconds) && seconds >= 0)) continue;
      const at = [...path, 'cooldown', key];
      yield errorAt(at, `must be whole seconds, found ${quoteFound(text)}`, 'for instance 30s');
    }
  }
}

/** The port of a target group must be a number; Copilot renders the empty text. */
function* findRulesWithoutPort(workload: EcsWorkload): Iterable<Finding> {
  if (workload.type !== 'Backend Service' || workload.image.port !== undefined) return;
  for (const { rule, path } of rulesWithPaths(workload.http)) {
    if (rule.target_port !== undefined || rule.target_container !== undefined) continue;
    const message = `container ${quoteFound(workload.name)} doesn't expose a port to send requests to`;
    yield errorAt([...path, 'target_port'], message, 'add image.port');
  }
}

/** What Copilot renders, and CloudFormation refuses in the middle of a deployment. */
export function* findUnusableValues(workload: EcsWorkload): Iterable<Finding> {
  yield* findCooldownMistakes(workload);
  yield* findRulesWithoutPort(workload);
}
