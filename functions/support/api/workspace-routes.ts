import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Hono } from 'hono/tiny';
import * as z from 'zod';
import { AutolandError } from '../../../core/errors.js';
import { sha256 } from '../../../core/release/content-hash.js';
import { artifactBucket, putObject, s3 } from '../aws/artifacts.js';
import { workspaceKey } from '../release/read-workspace.js';
import { parseBody } from './parse-body.js';

const UPLOAD_SECONDS = 900;

const UploadRequest = z.strictObject({
  /** SHA-256 of the zip, hex: S3 refuses other content. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'),
});

/** Content-addressed: the same zip has the same id, and an id never changes what it means. */
const workspaceId = (hash: string): string => `w-${hash.slice(0, 32)}`;

export const workspaceRoutes = new Hono();

/** A zip as the body is stored at once; JSON with its hash is answered with an address to upload it to. */
workspaceRoutes.post('/', async (context) => {
  if (context.req.header('content-type')?.startsWith('application/json')) {
    const { sha256: hash } = parseBody(UploadRequest, await context.req.text());
    const workspace = workspaceId(hash);
    const command = new PutObjectCommand({
      Bucket: artifactBucket(),
      Key: workspaceKey(workspace),
      ChecksumSHA256: Buffer.from(hash, 'hex').toString('base64'),
    });
    const uploadUrl = await getSignedUrl(s3, command, {
      expiresIn: UPLOAD_SECONDS,
      unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
    });
    return context.json({ workspace, uploadUrl, expiresInSeconds: UPLOAD_SECONDS }, 201);
  }
  const body = new Uint8Array(await context.req.arrayBuffer());
  if (body[0] !== 0x50 || body[1] !== 0x4b) {
    throw new AutolandError('InputInvalid', 'the body is not a zip', {
      instructions: [
        'zip the folder that holds copilot/: zip -r workspace.zip copilot',
        'send it with content-type application/zip',
      ],
    });
  }
  const workspace = workspaceId(sha256(body));
  await putObject({ key: workspaceKey(workspace), body });
  return context.json({ workspace }, 201);
});
