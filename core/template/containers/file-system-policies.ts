import type { StringOrFromCfn } from '../../manifest/schema/values.js';
import type { CfnObject, CfnValue } from '../cloudformation.js';
import { importValue, join, ref, sub } from '../cloudformation.js';
import { environmentOutput } from '../environment-export.js';
import { policyDocument } from '../iam.js';
import type { ExternalVolume, ResolvedVolumes } from './volumes.js';
import { accessPointArn } from './volumes.js';

const FILE_SYSTEM_ARN =
  'arn:${AWS::Partition}:elasticfilesystem:${AWS::Region}:${AWS::AccountId}:file-system';

function policyName(fileSystem: StringOrFromCfn, index: number): CfnValue {
  return typeof fileSystem === 'string'
    ? `GrantEFSAccess${fileSystem}-${index}`
    : join('', ['GrantEFSAccess', importValue(fileSystem.from_cfn), `-${index}`]);
}

function fileSystemArn(fileSystem: StringOrFromCfn): CfnValue {
  return typeof fileSystem === 'string'
    ? sub(`${FILE_SYSTEM_ARN}/${fileSystem}`)
    : join('/', [sub(FILE_SYSTEM_ARN), importValue(fileSystem.from_cfn)]);
}

function accessPointCondition(accessPoint: string): CfnObject {
  const arn = sub(
    `arn:\${AWS::Partition}:elasticfilesystem:\${AWS::Region}:\${AWS::AccountId}:access-point/${accessPoint}`,
  );
  return { StringEquals: { 'elasticfilesystem:AccessPointArn': arn } };
}

function externalPolicy(volume: ExternalVolume, index: number): CfnObject {
  const { fileSystem, accessPoint, isWritable } = volume;
  return {
    PolicyName: policyName(fileSystem, index),
    PolicyDocument: policyDocument([
      {
        actions: [
          'elasticfilesystem:ClientMount',
          ...(isWritable ? ['elasticfilesystem:ClientWrite'] : []),
        ],
        resources: [fileSystemArn(fileSystem)],
        ...(accessPoint === undefined ? {} : { condition: accessPointCondition(accessPoint) }),
      },
    ]),
  };
}

function managedPolicy(): CfnObject {
  return {
    PolicyName: 'GrantAccessCopilotManagedEFS',
    PolicyDocument: policyDocument([
      {
        actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
        condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': accessPointArn() } },
        resources: [
          sub('arn:${partition}:elasticfilesystem:${region}:${account}:file-system/${fsid}', {
            partition: ref('AWS::Partition'),
            region: ref('AWS::Region'),
            account: ref('AWS::AccountId'),
            fsid: environmentOutput('ManagedFileSystemID'),
          }),
        ],
      },
    ]),
  };
}

/** What the task role needs for the volumes: one policy for each external file system, one for the managed one. */
export function fileSystemPolicies(volumes: ResolvedVolumes): readonly CfnObject[] {
  return [
    ...volumes.external.map(externalPolicy),
    ...(volumes.managed === undefined ? [] : [managedPolicy()]),
  ];
}
