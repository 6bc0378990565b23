import { findPartition } from './partition.js';

/** Virtual-hosted URL of an object, as CloudFormation takes it for `TemplateURL`. */
export function objectUrl(bucket: string, region: string | undefined, key: string): string {
  const suffix = findPartition(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://${bucket}.s3.${region ?? 'us-east-1'}.${suffix}/${key}`;
}

export function objectArn(bucket: string, region: string | undefined, key: string): string {
  return `arn:${findPartition(region)}:s3:::${bucket}/${key}`;
}
