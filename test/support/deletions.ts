import type { Problem } from '../../functions/support/api/problem.js';
import type { DeletionPreview } from '../../functions/support/deletion/preview.js';
import type { DeploymentDocument } from '../../functions/support/deployments/document.js';
import type { Installation } from './installation.js';

export type DeletionAnswer =
  | {
      readonly status: 202;
      readonly body: {
        readonly id: string;
        readonly isNew: boolean;
        readonly plan: DeletionPreview;
      };
    }
  | { readonly status: 200; readonly body: { readonly plan: DeletionPreview } }
  | { readonly status: 404 | 409 | 422; readonly body: Problem };

/** `DELETE /v1/applications/shop<path>`; the path may have a query. */
export async function askDeletion(
  { request }: Pick<Installation, 'request'>,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<DeletionAnswer> {
  const response = await request(`/v1/applications/shop${path}`, { method: 'DELETE', headers });
  return { status: response.status, body: await response.json() } as DeletionAnswer;
}

/** The id of an accepted deletion. Fails on anything but 202. */
export async function startDeletion(installation: Installation, path: string): Promise<string> {
  const { status, body } = await askDeletion(installation, path);
  if (status !== 202) throw new Error(JSON.stringify(body));
  return body.id;
}

/** `startDeletion`, then lets time run until nothing runs any more. */
export async function runDeletion(
  installation: Installation,
  path: string,
): Promise<DeploymentDocument> {
  const id = await startDeletion(installation, path);
  await installation.runUntilIdle();
  return installation.document(id);
}

export const WORKLOAD = '/environments/test/workloads';
export const ADDON = '/environments/test/addons';
export const ENVIRONMENT = '/environments/test';

/** Names of the stacks that are there, nested ones left out. */
export function listStackNames({ account }: Pick<Installation, 'account'>): readonly string[] {
  return Object.keys(account.snapshot().stacks);
}
