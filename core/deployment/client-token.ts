import { sha256 } from '../release/content-hash.js';

/**
 * ClientRequestToken of one change: `<deployment>-<epoch>-<step>`. It makes a repeated call the same call and shows
 * up in the stack's events. CloudFormation takes letters, digits and hyphens, at most 128, and names change sets so
 * too, where the first must be a letter.
 */
export function clientToken(deploymentId: string, epoch: number, step: string): string {
  const text = `${deploymentId}-${epoch}-${step}`.replace(/[^A-Za-z0-9-]/g, '-');
  return text.length <= 128 ? text : `${text.slice(0, 95)}-${hashOf(text)}`;
}

/** 32 hex digits that keep long names apart. */
function hashOf(text: string): string {
  return sha256(text).slice(0, 32);
}
