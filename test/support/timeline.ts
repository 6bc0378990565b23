import type { DeploymentDocument } from '../../functions/support/deployments/document.js';

/** The timeline as a person reads it, without times and ids, which each change of the simulation moves. */
export function readTimeline({ timeline }: Pick<DeploymentDocument, 'timeline'>): string {
  const lines = timeline.map(({ step, message }) =>
    step ? `${step.split('/').at(-1)}: ${message}` : message,
  );
  return lines.join('\n').replace(/\b(rb-)?([adr])-[0-9a-f]{16,}/g, '$1$2-…');
}
