import type { CfnObject, Template } from '../cloudformation.js';
import { join, ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { policyStatement } from '../iam.js';
import { allowGroup } from './security-groups.js';
import { type EnvironmentSettings, nameTag, privateSubnets, vpcId } from './settings.js';

type Resources = Template['Resources'];
const onDemand = { Condition: 'CreateEFS' };

/** The file system that workloads with managed EFS volumes share, made while one asks for it. */
export function renderFileSystem(settings: EnvironmentSettings): Resources {
  return {
    FileSystem: describeResource('An EFS file system for what tasks keep', {
      Type: 'AWS::EFS::FileSystem',
      ...onDemand,
      Properties: {
        BackupPolicy: { Status: 'ENABLED' },
        Encrypted: true,
        FileSystemPolicy: fileSystemPolicy,
        LifecyclePolicies: [{ TransitionToIA: 'AFTER_30_DAYS' }],
        PerformanceMode: 'generalPurpose',
        ThroughputMode: 'bursting',
      },
    }),
    EFSSecurityGroup: describeResource('A security group that lets your containers reach EFS', {
      Type: 'AWS::EC2::SecurityGroup',
      ...onDemand,
      Properties: {
        GroupDescription: join('', [
          ref('AppName'),
          '-',
          ref('EnvironmentName'),
          'EFSSecurityGroup',
        ]),
        VpcId: vpcId(settings.vpc),
        Tags: nameTag('-efs'),
      },
    }),
    EFSSecurityGroupIngressFromEnvironment: allowGroup({
      description: 'Ingress from containers in the Environment Security Group.',
      condition: 'CreateEFS',
      from: 'EnvironmentSecurityGroup',
      to: 'EFSSecurityGroup',
    }),
    ...renderMountTargets(settings),
  };
}

function renderMountTargets(settings: EnvironmentSettings): Resources {
  return Object.fromEntries(
    privateSubnets(settings.vpc).map((subnet, index) => [
      `MountTarget${index + 1}`,
      {
        Type: 'AWS::EFS::MountTarget',
        ...onDemand,
        Properties: {
          FileSystemId: ref('FileSystem'),
          SubnetId: subnet,
          SecurityGroups: [ref('EFSSecurityGroup')],
        },
      },
    ]),
  );
}

const fileSystemPolicy: CfnObject = {
  Version: '2012-10-17',
  Id: 'CopilotEFSPolicy',
  Statement: [
    policyStatement({
      sid: 'AllowIAMFromTaggedRoles',
      principal: { AWS: '*' },
      actions: ['elasticfilesystem:ClientWrite', 'elasticfilesystem:ClientMount'],
      condition: {
        Bool: { 'elasticfilesystem:AccessedViaMountTarget': true },
        StringEquals: {
          'iam:ResourceTag/copilot-application': sub('${AppName}'),
          'iam:ResourceTag/copilot-environment': sub('${EnvironmentName}'),
        },
      },
    }),
    policyStatement({
      sid: 'DenyUnencryptedAccess',
      effect: 'Deny',
      principal: '*',
      actions: ['elasticfilesystem:*'],
      condition: { Bool: { 'aws:SecureTransport': false } },
    }),
  ],
};
