import { resolveVolumes } from '../../../../core/template/containers/volumes.js';
import { aBackendService } from '../../../support/manifests.js';
import { anExport, idsOfType, propertyOf, renderSource } from '../../../support/render-source.js';

const withVolumes = (volumes: string) => aBackendService(`storage: { volumes: ${volumes} }`);

describe('volumes', () => {
  test('an unused user id follows from the name, so it never changes', () => {
    const storage = { volumes: { data: { path: '/data', efs: true } } };
    expect(resolveVolumes('api', storage).managed).toEqual({
      name: 'data',
      uid: 2_902_841_359,
      gid: 2_902_841_359,
    });
  });

  test('the managed one uses the file system and an access point of its own', () => {
    const stack = renderSource(withVolumes('{ data: { path: /d, efs: { uid: 7, gid: 8 } } }'));
    expect(propertyOf(stack, 'TaskDefinition', 'Volumes.0.EFSVolumeConfiguration')).toEqual({
      FilesystemId: anExport('FilesystemID'),
      RootDirectory: '/',
      TransitEncryption: 'ENABLED',
      AuthorizationConfig: { AccessPointId: { Ref: 'AccessPoint' }, IAM: 'ENABLED' },
    });
    expect(propertyOf(stack, 'AccessPoint', 'PosixUser')).toEqual({ Uid: 7, Gid: 8 });
    expect(propertyOf(stack, 'AccessPoint', 'RootDirectory.Path')).toBe('/api');
  });

  test.each<[string, string, object]>([
    [
      'an id',
      '{ id: fs-1 }',
      { FilesystemId: 'fs-1', RootDirectory: '/', AuthorizationConfig: { IAM: 'DISABLED' } },
    ],
    [
      'an import',
      '{ id: { from_cfn: Out } }',
      { FilesystemId: { 'Fn::ImportValue': 'Out' }, AuthorizationConfig: { IAM: 'DISABLED' } },
    ],
    [
      'IAM and an access point',
      '{ id: fs-1, auth: { iam: true, access_point_id: fsap-1 } }',
      { AuthorizationConfig: { AccessPointId: 'fsap-1', IAM: 'ENABLED' } },
    ],
    ['a folder', '{ id: fs-1, root_dir: /x }', { RootDirectory: '/x' }],
  ])('an external one by %s', (_title, efs, expected) => {
    const stack = renderSource(withVolumes(`{ data: { path: /d, efs: ${efs} } }`));
    expect(propertyOf(stack, 'TaskDefinition', 'Volumes.0.EFSVolumeConfiguration')).toMatchObject(
      expected,
    );
    expect(idsOfType(stack, 'AWS::EFS::AccessPoint')).toEqual([]);
  });

  test('writing is granted only where the volume is not read-only', () => {
    const stack = renderSource(
      withVolumes(
        '{ a: { path: /a, efs: { id: fs-1 } }, b: { path: /b, read_only: false, efs: { id: fs-2 } } }',
      ),
    );
    const policies = propertyOf(stack, 'TaskRole', 'Policies') as { PolicyName: string }[];
    expect(policies.slice(1)).toMatchObject([
      {
        PolicyName: 'GrantEFSAccessfs-1-0',
        PolicyDocument: { Statement: [{ Action: ['elasticfilesystem:ClientMount'] }] },
      },
      {
        PolicyName: 'GrantEFSAccessfs-2-1',
        PolicyDocument: {
          Statement: [
            { Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'] },
          ],
        },
      },
    ]);
  });

  test('scratch space has a name only', () => {
    const stack = renderSource(withVolumes('{ a: { path: /a }, b: { path: /b, efs: false } }'));
    expect(propertyOf(stack, 'TaskDefinition', 'Volumes')).toEqual([{ Name: 'a' }, { Name: 'b' }]);
  });

  test.each([
    ['20 is what every task has', 20, undefined],
    ['more is asked for', 100, { SizeInGiB: 100 }],
  ])('ephemeral storage: %s', (_title, size, expected) => {
    const stack = renderSource(aBackendService(`storage: { ephemeral: ${size} }`));
    expect(propertyOf(stack, 'TaskDefinition', 'EphemeralStorage')).toEqual(expected);
  });
});

describe('platform', () => {
  test.each<[string, unknown, string]>([
    ['linux/amd64', undefined, 'LATEST'],
    ['linux/x86_64', undefined, 'LATEST'],
    ['linux/arm64', { OperatingSystemFamily: 'LINUX', CpuArchitecture: 'ARM64' }, 'LATEST'],
    [
      'windows/amd64',
      { OperatingSystemFamily: 'WINDOWS_SERVER_2019_CORE', CpuArchitecture: 'X86_64' },
      '1.0.0',
    ],
    [
      '{ osfamily: windows_server_2022_full, architecture: x86_64 }',
      { OperatingSystemFamily: 'WINDOWS_SERVER_2022_FULL', CpuArchitecture: 'X86_64' },
      '1.0.0',
    ],
  ])('%s', (platform, expected, version) => {
    const stack = renderSource(aBackendService(`platform: ${platform}`));
    expect(propertyOf(stack, 'TaskDefinition', 'RuntimePlatform')).toEqual(expected);
    expect(propertyOf(stack, 'Service', 'PlatformVersion')).toBe(version);
  });
});
