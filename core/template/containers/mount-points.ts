import type { MountPoint } from '../../manifest/schema/sidecars.js';
import type { Storage } from '../../manifest/schema/storage.js';
import type { CfnObject } from '../cloudformation.js';

export type Mount = {
  readonly volume: string;
  readonly path: string;
  /** True unless the manifest says otherwise. */
  readonly readOnly: boolean;
};

/** The main container mounts every volume of `storage.volumes`, by name. */
export function resolveMounts(storage: Storage | undefined): readonly Mount[] {
  return Object.entries(storage?.volumes ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([volume, { path, read_only: readOnly }]) => ({
      volume,
      path,
      readOnly: readOnly ?? true,
    }));
}

export function resolveSidecarMounts(
  mountPoints: readonly MountPoint[] | undefined,
): readonly Mount[] {
  return (mountPoints ?? []).map(({ source_volume: volume, path, read_only: readOnly }) => ({
    volume,
    path,
    readOnly: readOnly ?? true,
  }));
}

export const mountPointProperty = ({ volume, path, readOnly }: Mount): CfnObject => ({
  ContainerPath: path,
  ReadOnly: readOnly,
  SourceVolume: volume,
});
