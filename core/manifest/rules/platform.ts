import { resolvePlatform } from '../resolve/platforms.js';
import type { Platform } from '../schema/platform.js';
import { errorAt, type Finding, quoteFound } from '../text/finding.js';

const SHORT = [
  'linux/amd64',
  'linux/x86_64',
  'linux/arm',
  'linux/arm64',
  'windows/amd64',
  'windows/x86_64',
];
const WINDOWS_FAMILIES = [
  'windows',
  'windows_server_2019_core',
  'windows_server_2019_full',
  'windows_server_2022_core',
  'windows_server_2022_full',
];
const X86: readonly string[] = ['x86_64', 'amd64'];
const LINUX: readonly string[] = [...X86, 'arm', 'arm64'];

/** Combinations of operating system and architecture that Fargate runs. */
export function* findPlatformMistakes(platform: Platform | undefined): Iterable<Finding> {
  const path = ['platform'];
  if (typeof platform === 'string') {
    if (SHORT.includes(platform.toLowerCase())) return;
    yield errorAt(
      path,
      `platform must be one of ${SHORT.join(', ')}, found ${quoteFound(platform)}`,
    );
    return;
  }
  if (platform === undefined) return;
  if (platform.osfamily === undefined || platform.architecture === undefined) {
    yield errorAt(
      path,
      'fields "osfamily" and "architecture" must either both be specified or both be empty',
    );
    return;
  }
  const { os, architecture } = resolvePlatform(platform) ?? { os: '', architecture: '' };
  if (os !== 'linux' && !WINDOWS_FAMILIES.includes(os)) {
    const known = ['linux', ...WINDOWS_FAMILIES].join(', ');
    yield errorAt(
      [...path, 'osfamily'],
      `must be one of ${known}, found ${quoteFound(platform.osfamily)}`,
    );
    return;
  }
  const architectures = os === 'linux' ? LINUX : X86;
  if (architectures.includes(architecture)) return;
  const message = `must be one of ${architectures.join(', ')} with ${os}, found ${quoteFound(platform.architecture)}`;
  yield errorAt([...path, 'architecture'], message);
}
