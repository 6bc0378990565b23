import type { EfsConfig, Storage, Volume } from '../schema/storage.js';
import { errorAt, type Finding, quoteFound } from '../text/finding.js';
import type { Path } from '../text/path.js';
import { findImportMistakes } from './environment-values.js';

const VOLUME_PATH = /^[a-zA-Z0-9\-._/]+$/;

/** Only characters that cannot be taken for a command. */
export function* findVolumePathMistakes(value: string, path: Path): Iterable<Finding> {
  if (value === '') yield errorAt(path, `"${path.at(-1)}" must be specified`);
  else if (!VOLUME_PATH.test(value)) {
    yield errorAt(
      path,
      `path can only contain the characters a-zA-Z0-9.-_/, found ${quoteFound(value)}`,
    );
  }
}

/** The file system of the environment, asked for by `true` or by an owner. */
function isManaged(volume: Volume): boolean {
  const { efs } = volume;
  return efs === true || (typeof efs === 'object' && (efs.uid ?? efs.gid) !== undefined);
}

export function* findStorageMistakes(storage: Storage | undefined): Iterable<Finding> {
  const path = ['storage'];
  const { ephemeral, volumes = {} } = storage ?? {};
  if (ephemeral !== undefined && (ephemeral < 20 || ephemeral > 200)) {
    const message = `ephemeral storage must be between 20 GiB and 200 GiB, found ${ephemeral}`;
    yield errorAt([...path, 'ephemeral'], message);
  }
  let managed: string | undefined;
  for (const [name, volume] of Object.entries(volumes)) {
    const at = [...path, 'volumes', name];
    yield* findVolumePathMistakes(volume.path, [...at, 'path']);
    if (typeof volume.efs === 'object') yield* findEfsMistakes(volume.efs, [...at, 'efs']);
    if (isManaged(volume) && managed !== undefined) {
      const message = `cannot have more than one managed volume, "${managed}" is one already`;
      yield errorAt(
        [...at, 'efs'],
        message,
        'mount one volume at several places, or name a file system by id',
      );
    }
    if (isManaged(volume)) managed ??= name;
  }
}

function* findEfsMistakes(efs: EfsConfig, path: Path): Iterable<Finding> {
  const isOwned = (efs.uid ?? efs.gid) !== undefined;
  const isExisting = (efs.id ?? efs.root_dir ?? efs.auth) !== undefined;
  if (isOwned && isExisting) {
    const message = 'must specify one, not both, of "uid/gid" and "id/root_dir/auth"';
    yield errorAt(
      path,
      message,
      'uid and gid are for the managed file system, the others for one of yours',
    );
  }
  if (efs.uid !== undefined && efs.gid === undefined) {
    yield errorAt([...path, 'gid'], '"gid" must be specified if "uid" is specified');
  }
  if (efs.gid !== undefined && efs.uid === undefined) {
    yield errorAt([...path, 'uid'], '"uid" must be specified if "gid" is specified');
  }
  if (efs.uid === 0) yield errorAt([...path, 'uid'], '"uid" must not be 0');
  yield* findImportMistakes(efs.id, [...path, 'id']);
  yield* findAccessPointMistakes(efs, path);
}

function* findAccessPointMistakes(efs: EfsConfig, path: Path): Iterable<Finding> {
  const root = efs.root_dir ?? '';
  if (efs.auth?.access_point_id === undefined) {
    if (root !== '') yield* findVolumePathMistakes(root, [...path, 'root_dir']);
    return;
  }
  if ((root === '' || root === '/') && efs.auth.iam !== false) return;
  const message =
    '"root_dir" must be either empty or "/" and "auth.iam" must be true when "access_point_id" is used';
  yield errorAt(path, message, 'the access point says which folder it is');
}
