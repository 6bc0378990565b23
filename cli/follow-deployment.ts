import { setTimeout as sleep } from 'node:timers/promises';
import type { DeploymentDocument } from '../functions/support/deployments/document.js';
import { type ApiClient, ask } from './api-client.js';
import { EXIT_CODES } from './exit-codes.js';

export type FollowTools = {
  readonly client: ApiClient;
  readonly print: (line: string) => void;
  /** Milliseconds between two looks. */
  readonly pollMs: number;
};

/** Prints the timeline of a deployment, rollback or deletion as it grows, until it has its verdict. The exit code. */
export async function followDeployment(
  id: string,
  { client, print, pollMs }: FollowTools,
): Promise<number> {
  let told = 0;
  for (;;) {
    const path = `/v1/deployments/${encodeURIComponent(id)}`;
    const document = await ask<DeploymentDocument>(client, { method: 'GET', path });
    for (const line of formatEntries(document).slice(told)) print(line);
    told = document.timeline.length;
    if (document.verdict) {
      for (const line of formatLeft(document)) print(line);
      return EXIT_CODES[document.verdict];
    }
    await sleep(pollMs);
  }
}

function formatEntries({ timeline, requestedAt }: DeploymentDocument): readonly string[] {
  return timeline.map(({ at, step, message }) => {
    const seconds = Math.round((at - requestedAt) / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const name = step ? `${step.split('/').at(-1)}: ` : '';
    return `${time.padStart(8)}  ${name}${message}`;
  });
}

type Left = { readonly name: string; readonly reason: string; readonly nextStep?: string };

function formatLeft({ left }: DeploymentDocument): readonly string[] {
  return (left as readonly Left[]).flatMap(({ name, reason, nextStep }) => [
    `Left: ${name}: ${reason}`,
    ...(nextStep ? [`  ${nextStep}`] : []),
  ]);
}
