import { crc32 } from 'node:zlib';
import type { EfsConfig, Storage, Volume } from '../../manifest/schema/storage.js';
import type { StringOrFromCfn } from '../../manifest/schema/values.js';
import type { CfnObject, CfnValue, Resource } from '../cloudformation.js';
import { getAtt, ref, sub } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { environmentOutput } from '../environment-export.js';
import { properties } from '../properties.js';
import { importable } from './environment-variables.js';

/** The environment's own file system, with the POSIX user of the access point. */
type ManagedVolume = { readonly name: string; readonly uid: number; readonly gid: number };

export type ExternalVolume = {
  readonly name: string;
  readonly fileSystem: StringOrFromCfn;
  readonly rootDirectory: string;
  /** Code of Copilot: off unless asked for, whatever its comment says. */
  readonly usesIam: boolean;
  readonly accessPoint: string | undefined;
  readonly isWritable: boolean;
};

export type ResolvedVolumes = {
  readonly managed: ManagedVolume | undefined;
  readonly external: readonly ExternalVolume[];
  /** Scratch space that containers of one task share. */
  readonly scratch: readonly string[];
};

function resolveExternal(name: string, volume: Volume, efs: EfsConfig): ExternalVolume {
  return {
    name,
    fileSystem: efs.id ?? '',
    rootDirectory: efs.root_dir === undefined || efs.root_dir === '' ? '/' : efs.root_dir,
    usesIam: efs.auth?.iam === true,
    accessPoint: efs.auth?.access_point_id,
    isWritable: volume.read_only === false,
  };
}

/** A user of its own for each workload: the checksum of its name, so that it is the same at every deployment. */
function resolveManaged(workload: string, name: string, efs: EfsConfig | true): ManagedVolume {
  const { uid, gid } = efs === true ? {} : efs;
  const fallback = crc32(workload);
  return { name, uid: uid ?? gid ?? fallback, gid: gid ?? uid ?? fallback };
}

/** `storage.volumes` by kind, each sorted by name. */
export function resolveVolumes(workload: string, storage: Storage | undefined): ResolvedVolumes {
  let managed: ManagedVolume | undefined;
  const external: ExternalVolume[] = [];
  const scratch: string[] = [];
  const volumes = Object.entries(storage?.volumes ?? {});
  for (const [name, volume] of volumes.sort(([one], [other]) => (one < other ? -1 : 1))) {
    const { efs } = volume;
    if (efs === undefined || efs === false) scratch.push(name);
    else if (efs === true || efs.uid !== undefined || efs.gid !== undefined) {
      managed = resolveManaged(workload, name, efs);
    } else external.push(resolveExternal(name, volume, efs));
  }
  return { managed, external, scratch };
}

export const usesManagedFileSystem = (workload: string, storage: Storage | undefined): boolean =>
  resolveVolumes(workload, storage).managed !== undefined;

function managedVolumeProperty(name: string): CfnObject {
  return {
    Name: name,
    EFSVolumeConfiguration: {
      FilesystemId: environmentOutput('ManagedFileSystemID'),
      RootDirectory: '/',
      TransitEncryption: 'ENABLED',
      AuthorizationConfig: { AccessPointId: ref('AccessPoint'), IAM: 'ENABLED' },
    },
  };
}

function externalVolumeProperty(volume: ExternalVolume): CfnObject {
  return {
    Name: volume.name,
    EFSVolumeConfiguration: {
      FilesystemId: importable(volume.fileSystem),
      RootDirectory: volume.rootDirectory,
      TransitEncryption: 'ENABLED',
      AuthorizationConfig: properties({
        AccessPointId: volume.accessPoint,
        IAM: volume.usesIam ? 'ENABLED' : 'DISABLED',
      }),
    },
  };
}

/** `Volumes` of the task definition: the managed one first, the others by name. */
export function volumesProperty(volumes: ResolvedVolumes): readonly CfnValue[] {
  const { managed, external, scratch } = volumes;
  const others = [
    ...external.map((volume) => ({ name: volume.name, property: externalVolumeProperty(volume) })),
    ...scratch.map((name) => ({ name, property: { Name: name } })),
  ].sort((one, other) => (one.name < other.name ? -1 : 1));
  return [
    ...(managed === undefined ? [] : [managedVolumeProperty(managed.name)]),
    ...others.map(({ property }) => property),
  ];
}

/** The access point of a managed volume: each workload sees its own folder only. */
export function renderAccessPoint(
  workload: string,
  storage: Storage | undefined,
): { readonly [id: string]: Resource } {
  const { managed } = resolveVolumes(workload, storage);
  if (managed === undefined) return {};
  const { uid, gid } = managed;
  return {
    AccessPoint: describeResource('An EFS access point to handle POSIX permissions', {
      Type: 'AWS::EFS::AccessPoint',
      Properties: {
        ClientToken: sub('${AppName}-${EnvName}-${WorkloadName}'),
        FileSystemId: environmentOutput('ManagedFileSystemID'),
        PosixUser: { Uid: uid, Gid: gid },
        RootDirectory: {
          Path: `/${workload}`,
          CreationInfo: { OwnerUid: uid, OwnerGid: gid, Permissions: '0755' },
        },
      },
    }),
  };
}

export const accessPointArn = (): CfnValue => getAtt('AccessPoint', 'Arn');
