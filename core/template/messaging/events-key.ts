import type { Resource } from '../cloudformation.js';
import { getAtt, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { policyDocument } from '../iam.js';
import { KEY_ADMINISTRATION, KEY_USE } from '../kms.js';

/** The key of all queues of a worker: topics write with it, queues and tasks read with it. */
export function renderEventsKey(): Resource {
  return describeResource('A KMS key to encrypt messages in your queues', {
    Type: 'AWS::KMS::Key',
    Properties: {
      KeyPolicy: policyDocument([
        {
          sid: 'Allow key use',
          principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
          actions: [...KEY_ADMINISTRATION, ...KEY_USE],
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
          actions: KEY_USE,
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
