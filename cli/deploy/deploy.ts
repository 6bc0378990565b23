import type { DeploymentDocument } from '../../functions/support/deployments/document.js';
import { type ApiClient, ask } from '../api-client.js';
import { EXIT_CODES, EXIT_INVALID } from '../exit-codes.js';
import { followDeployment } from '../follow-deployment.js';
import { formatEnd } from '../format-deployment.js';
import { uploadWorkspace } from './upload-workspace.js';

export type DeployOrder = {
  readonly workspace: string;
  /** Body of the request but for the workspace. */
  readonly body: { readonly [field: string]: unknown };
  readonly idempotencyKey: string;
  readonly wait: boolean;
  readonly json: boolean;
};

export type DeployTools = {
  readonly client: ApiClient;
  readonly print: (line: string) => void;
  /** Milliseconds between two looks at a deployment that runs. */
  readonly pollMs: number;
};

type Accepted = { readonly id: string; readonly isNew: boolean };

/** Uploads the workspace, asks for the deployment, and follows it where that is wanted. The exit code. */
export async function deploy(order: DeployOrder, tools: DeployTools): Promise<number> {
  const { client, print } = tools;
  const workspace = await uploadWorkspace(client, order.workspace);
  const accepted = await ask<Accepted>(client, {
    method: 'POST',
    path: '/v1/deployments',
    body: { ...order.body, workspace },
    headers: { 'idempotency-key': order.idempotencyKey },
  });
  if (!order.wait) {
    print(order.json ? JSON.stringify(accepted) : describeAccepted(accepted));
    return 0;
  }
  if (!order.json) print(describeAccepted(accepted));
  const silent = { ...tools, print: () => undefined };
  await followDeployment(accepted.id, order.json ? silent : tools);
  const path = `/v1/deployments/${accepted.id}`;
  const document = await ask<DeploymentDocument>(client, { method: 'GET', path });
  print(order.json ? JSON.stringify(document, null, 2) : formatEnd(document));
  return document.verdict ? EXIT_CODES[document.verdict] : EXIT_INVALID;
}

function describeAccepted({ id, isNew }: Accepted): string {
  return isNew ? `Deployment ${id}` : `Deployment ${id}, asked for before`;
}
