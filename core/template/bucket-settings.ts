import type { CfnValue } from './cloudformation.js';

/** `PublicAccessBlockConfiguration` of every bucket. */
export const CLOSED_TO_THE_PUBLIC: CfnValue = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

/** `BucketEncryption` with S3's own key. */
export const ENCRYPTED_BY_S3: CfnValue = {
  ServerSideEncryptionConfiguration: [
    { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
  ],
};
