import type { FunctionName } from '../../functions/support/runtime/triggers.js';
import type { Right } from '../constructs/rights.js';
import type { Arns } from './arns.js';

/** Functions that put what templates refer to (addons, environment files, code) where the application keeps it. */
export const UPLOADERS: ReadonlySet<FunctionName> = new Set<FunctionName>(['plan', 'render']);

const WHY_BUCKET = 'names of buckets end in a random part; the condition names the account';

/**
 * Rights on the bucket that Copilot's StackSet made for an application. Autoland's part of it is `manual/`, as it was
 * Copilot's; its key is known by Copilot's tag, and used for objects only.
 */
export function describeFileRights(app: Arns): readonly Right[] {
  // Names of buckets are the whole world's: one in another account may begin like ours.
  const conditions = { StringEquals: { 's3:ResourceAccount': app.account } };
  return [
    {
      actions: ['s3:GetObject', 's3:PutObject'],
      resources: app.sharedBuckets.map((bucket) => `${bucket}/manual/*`),
      why: WHY_BUCKET,
      conditions,
    },
    // Lets S3 answer "there is none" instead of "you may not" to who asks for an object.
    { actions: ['s3:ListBucket'], resources: app.sharedBuckets, why: WHY_BUCKET, conditions },
    {
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: app.keys,
      why: 'keys have random ids; the condition names the applications',
      conditions: {
        StringLike: { 'kms:ViaService': 's3.*' },
        StringEquals: { 'aws:ResourceTag/copilot-application': app.applications },
      },
    },
  ];
}
