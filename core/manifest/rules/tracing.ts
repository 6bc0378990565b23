import type { Observability } from '../schema/task.js';
import { type Finding, quoteFound } from '../text/finding.js';

/** Copilot ignores unknown vendors for ECS, so they are a warning there. */
export function* findTracingMistakes(
  observability: Observability | undefined,
  severity: Finding['severity'],
): Iterable<Finding> {
  const vendor = observability?.tracing;
  if (vendor === undefined || vendor.toLowerCase() === 'awsxray') return;
  yield {
    severity,
    path: ['observability', 'tracing'],
    message: `invalid tracing vendor ${quoteFound(vendor)}: the valid vendor is awsxray`,
    hint: 'write awsxray; anything else traces nothing',
  };
}
