import type { Resource } from '../cloudformation.js';
import { getAtt, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { policyDocument } from '../iam.js';

const KEY_ADMINISTRATION = [
  'Create*',
  'Describe*',
  'Enable*',
  'List*',
  'Put*',
  'Update*',
  'Revoke*',
  'Disable*',
  'Get*',
  'Delete*',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'Tag*',
  'UntagResource',
  'Encrypt',
  'Decrypt',
  'ReEncrypt*',
  'GenerateDataKey*',
].map((action) => `kms:${action}`);

/** The key of all queues of a worker: topics write with it, queues and tasks read with it. */
export function renderEventsKey(): Resource {
  return describeResource('A KMS key to encrypt messages in your queues', {
    Type: 'AWS::KMS::Key',
    Properties: {
      KeyPolicy: policyDocument([
        {
          sid: 'Allow key use',
          principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
          actions: KEY_ADMINISTRATION,
          resources: ['*'],
        },
        {
          sid: 'Allow SNS encryption',
          principal: { Service: 'sns.amazonaws.com' },
          actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          resources: ['*'],
        },
        {
          sid: 'Allow SQS encryption',
          principal: { Service: 'sqs.amazonaws.com' },
          actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
          resources: ['*'],
        },
        {
          sid: 'Allow task role encrypt/decrypt',
          principal: { AWS: [getAtt('TaskRole', 'Arn')] },
          actions: ['kms:Encrypt', 'kms:Decrypt'],
          resources: ['*'],
        },
      ]),
    },
  });
}
