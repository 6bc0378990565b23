import { Command } from 'commander';
import type { ApprovalDocument } from '../functions/support/approvals/describe-approval.js';
import type { DeploymentDocument } from '../functions/support/deployments/document.js';
import { type ApiClient, ask, connectApi } from './api-client.js';
import { formatStatus } from './format-deployment.js';

type Flags = { readonly api?: string; readonly json?: true; readonly comment?: string };

/** What a small command does: the text to print. */
type Run = (client: ApiClient, id: string, flags: Flags) => Promise<string>;

/** `autoland status ID` */
export async function showStatus(client: ApiClient, id: string, { json }: Flags): Promise<string> {
  const path = `/v1/deployments/${encodeURIComponent(id)}`;
  const document = await ask<DeploymentDocument>(client, { method: 'GET', path });
  return json ? JSON.stringify(document, null, 2) : formatStatus(document);
}

/** `autoland cancel ID` */
export async function cancel(client: ApiClient, id: string): Promise<string> {
  const path = `/v1/deployments/${encodeURIComponent(id)}/cancel`;
  await ask(client, { method: 'POST', path });
  return `${id} stops and goes back: autoland status ${id}`;
}

/** `autoland approve ID`, `autoland reject ID` */
export async function answer(
  client: ApiClient,
  id: string,
  approved: boolean,
  { comment }: Flags,
): Promise<string> {
  const approval = await ask<ApprovalDocument>(client, {
    method: 'POST',
    path: `/v1/approvals/${encodeURIComponent(id)}`,
    body: { approved, ...(comment ? { comment } : {}) },
  });
  return `${approval.status.toLowerCase()}: ${approval.question}`;
}

export const statusCommand = (): Command =>
  makeCommand('status', 'tell how a deployment, rollback or deletion stands', showStatus).option(
    '--json',
    'as JSON',
  );

export const cancelCommand = (): Command =>
  makeCommand('cancel', 'stop a deployment; what it has changed goes back', cancel);

export const approveCommand = (): Command => makeAnswer('approve', true);
export const rejectCommand = (): Command => makeAnswer('reject', false);

function makeAnswer(name: 'approve' | 'reject', approved: boolean): Command {
  const words = approved ? 'answer yes to an approval' : 'answer no to an approval';
  return makeCommand(name, words, (client, id, flags) =>
    answer(client, id, approved, flags),
  ).option('--comment <text>', 'why; it is told in the timeline');
}

function makeCommand(name: string, description: string, run: Run): Command {
  return new Command(name)
    .description(description)
    .argument('<id>')
    .option('--api <url>', 'address of the API (or AUTOLAND_API)')
    .action(async (id: string, flags: Flags) => {
      console.log(await run(connectApi(flags), id, flags));
    });
}
