import type { Platform } from '../schema/platform.js';

/** Lower case, as written: `windows` and `amd64` are not yet the names that ECS takes. */
export type ResolvedPlatform = {
  readonly os: string;
  readonly architecture: string;
  readonly isWindows: boolean;
  readonly isArm: boolean;
};

/** Both forms of `platform`; undefined where the manifest has none (linux on x86). */
export function resolvePlatform(platform: Platform | undefined): ResolvedPlatform | undefined {
  if (platform === undefined) return undefined;
  const [osFamily, arch] =
    typeof platform === 'string' ? platform.split('/') : [platform.osfamily, platform.architecture];
  const os = (osFamily ?? '').toLowerCase();
  const architecture = (arch ?? '').toLowerCase();
  return {
    os,
    architecture,
    isWindows: os.startsWith('windows'),
    isArm: architecture === 'arm' || architecture === 'arm64',
  };
}
