import type { DeploymentDocument } from '../../functions/support/document.js';

/** The timeline as a person reads it: minutes and seconds since the request, the step, the words. Ids are left out. */
export function readTimeline({ requestedAt, timeline }: DeploymentDocument): string {
  const lines = timeline.map(({ at, step, message }) => {
    const seconds = Math.round((at - requestedAt) / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const name = step ? `${step.split('/').at(-1)}: ` : '';
    return `${time.padStart(6)}  ${name}${message}`;
  });
  return lines.join('\n').replace(/\b(rb-)?(d|r)-[0-9a-f]{16,}/g, '$1$2-…');
}
