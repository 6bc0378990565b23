import { AutolandError } from '../../core/errors.js';
import { formatIssue, type Issue } from '../../core/issues.js';
import { sha256 } from '../../core/release/content-hash.js';
import { findZipIssues } from '../../core/workspace/unzip-workspace.js';
import { zipWorkspace } from '../../core/workspace/zip-workspace.js';
import { type ApiClient, ask } from '../api-client.js';
import { readWorkspaceFiles } from '../read-input.js';

/** What the API takes in one request; a larger zip goes to S3 directly. */
const MAX_INLINE_BYTES = 4_000_000;

/** Zips a workspace and uploads it; its id. The same content has the same id. */
export async function uploadWorkspace(
  client: ApiClient,
  folder: string,
  maxInlineBytes = MAX_INLINE_BYTES,
): Promise<string> {
  const read = await readWorkspaceFiles(folder);
  if (!read.ok) throw refuse(folder, read.issues);
  const zip = zipWorkspace(read.files);
  // The API would find the same, but does not know what the folder is called.
  const issues = findZipIssues(zip, folder);
  if (issues.length > 0) throw refuse(folder, issues);
  if (zip.byteLength <= maxInlineBytes) {
    const { workspace } = await ask<{ readonly workspace: string }>(client, {
      method: 'POST',
      path: '/v1/workspaces',
      body: zip,
      headers: { 'content-type': 'application/zip' },
    });
    return workspace;
  }
  return uploadToS3(client, zip);
}

const refuse = (folder: string, issues: readonly Issue[]): AutolandError =>
  new AutolandError('WorkspaceInvalid', `${folder} cannot be sent`, {
    instructions: issues.map(formatIssue),
  });

async function uploadToS3(client: ApiClient, zip: Uint8Array): Promise<string> {
  const hash = sha256(zip);
  const { workspace, uploadUrl } = await ask<{
    readonly workspace: string;
    readonly uploadUrl: string;
  }>(client, { method: 'POST', path: '/v1/workspaces', body: { sha256: hash } });
  const response = await fetch(uploadUrl, {
    method: 'PUT',
    // Signed into the address: S3 refuses any other content.
    headers: { 'x-amz-checksum-sha256': Buffer.from(hash, 'hex').toString('base64') },
    body: new Uint8Array(zip),
  });
  if (response.ok) return workspace;
  throw new AutolandError('InputInvalid', `S3 refuses the workspace: ${response.status}`, {
    instructions: ['try again: the address that it is sent to is good for 15 minutes'],
  });
}
