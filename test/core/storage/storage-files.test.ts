import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { mergeAddons } from '../../../core/addons/merge-addons.js';
import type { AddonsKind } from '../../../core/addons/merged-addons.js';
import { ENGINE_SETTINGS } from '../../../core/storage/aurora-engine.js';
import { renderStorageFiles } from '../../../core/storage/storage-files.js';
import {
  ENGINES,
  LIFECYCLES,
  type StorageFile,
  type StorageRequest,
} from '../../../core/storage/storage-request.js';
import type { CfnObject, Template } from '../../../core/template/cloudformation.js';
import { readGolden } from '../../support/golden-cases.js';
import { checkTemplate } from '../../support/resource-schema.js';
import { aCluster, aStorageRequest, aTable } from '../../support/storage-requests.js';

const APP_RUNNER = 'Request-Driven Web Service';

/** All files of a request (and others beside them), merged folder by folder as at a deployment. */
function mergeFiles(files: readonly StorageFile[], beside: readonly StorageFile[] = []) {
  const folders = new Map<string, Map<string, string>>();
  for (const file of [...beside, ...files]) {
    const folder = path.posix.dirname(file.path);
    const names = folders.get(folder) ?? new Map<string, string>();
    folders.set(folder, names.set(path.posix.basename(file.path), file.text));
  }
  return [...folders].map(([folder, texts]) => {
    const kind: AddonsKind = folder.includes('environments') ? 'environment' : 'workload';
    const merged = mergeAddons({ folder, files: texts }, kind, { owner: 'x', files: new Map() });
    if (!merged.ok || !merged.addons) throw new Error(JSON.stringify(merged.issues));
    return { folder, ...merged.addons };
  });
}

const pathsOf = (request: StorageRequest) => renderStorageFiles(request).map((file) => file.path);
const onlyOf = (request: StorageRequest) => {
  const [merged] = mergeFiles(renderStorageFiles(request));
  if (!merged) throw new Error('no template');
  return merged;
};
const resource = (template: CfnObject, id: string) =>
  (template.Resources as { readonly [id: string]: CfnObject })[id];

describe('which files are written', () => {
  const shop = 'copilot/environments/addons';
  const api = 'copilot/api/addons';
  const parameters = 'addons.parameters.yml';
  test.each<[string, StorageRequest, readonly string[]]>([
    ['a table of a workload', aStorageRequest(), [`${api}/movies.yml`]],
    ['a bucket of a workload', aStorageRequest({ storage: { type: 'S3' } }), [`${api}/movies.yml`]],
    [
      'a table of the environment',
      aStorageRequest({ lifecycle: 'environment' }),
      [`${shop}/movies.yml`, `${api}/movies-access-policy.yml`],
    ],
    [
      'a bucket of the environment, workload elsewhere',
      aStorageRequest({
        lifecycle: 'environment',
        storage: { type: 'S3' },
        workloadType: undefined,
      }),
      [`${shop}/movies.yml`],
    ],
    ['a cluster of a workload', aStorageRequest({ storage: aCluster() }), [`${api}/movies.yml`]],
    [
      'a cluster of an App Runner service',
      aStorageRequest({ storage: aCluster(), workloadType: APP_RUNNER }),
      [`${api}/movies.yml`, `${api}/${parameters}`],
    ],
    [
      'a cluster of the environment',
      aStorageRequest({ storage: aCluster(), lifecycle: 'environment' }),
      [`${shop}/movies.yml`, `${shop}/${parameters}`],
    ],
    [
      'a cluster of the environment for an App Runner service',
      aStorageRequest({ storage: aCluster(), lifecycle: 'environment', workloadType: APP_RUNNER }),
      [
        `${shop}/movies.yml`,
        `${shop}/${parameters}`,
        `${api}/movies-ingress.yml`,
        `${api}/${parameters}`,
      ],
    ],
    [
      'access to a table',
      { ...aStorageRequest(), kind: 'grant', storage: { type: 'DynamoDB' } },
      [`${api}/movies-access-policy.yml`],
    ],
    [
      'access to a cluster from ECS',
      { ...aStorageRequest(), kind: 'grant', storage: { type: 'Aurora', engine: 'MySQL' } },
      [],
    ],
    [
      'access to a cluster from App Runner',
      {
        ...aStorageRequest(),
        kind: 'grant',
        workloadType: APP_RUNNER,
        storage: { type: 'Aurora', engine: 'MySQL' },
      },
      [`${api}/movies-ingress.yml`, `${api}/${parameters}`],
    ],
  ])('%s', (_, request, files) => {
    expect(pathsOf(request)).toEqual(files);
  });
});

describe('every template is one that AWS takes', () => {
  const requests = LIFECYCLES.flatMap((lifecycle) =>
    ([APP_RUNNER, 'Backend Service'] as const).flatMap((workloadType) => [
      aStorageRequest({ lifecycle, workloadType }),
      aStorageRequest({
        lifecycle,
        workloadType,
        storage: aTable({
          sortKey: { name: 'at', type: 'N' },
          alternateSortKeys: [{ name: 'score', type: 'B' }],
        }),
      }),
      aStorageRequest({ lifecycle, workloadType, storage: { type: 'S3' } }),
      ...ENGINES.map((engine) =>
        aStorageRequest({ lifecycle, workloadType, storage: aCluster({ engine }) }),
      ),
      aStorageRequest({ lifecycle, workloadType, storage: aCluster({ parameterGroup: 'mine' }) }),
    ]),
  );
  test.each(requests)('$storage.type, $lifecycle, $workloadType', (request) => {
    for (const { template } of mergeFiles(renderStorageFiles(request)))
      expect(checkTemplate(template as CfnObject & Template)).toEqual([]);
  });
});

describe('data is safe', () => {
  test('a table stays, and can be restored', () => {
    expect(resource(onlyOf(aStorageRequest()).template, 'movies')).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
    });
  });

  test('a bucket stays, encrypted, private and with versions', () => {
    const { template } = onlyOf(aStorageRequest({ storage: { type: 'S3' } }));
    expect(resource(template, 'moviesBucket')).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
          ],
        },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      },
    });
  });

  test.each(ENGINES)('a %s cluster leaves a snapshot, is encrypted and backed up', (engine) => {
    const { template } = onlyOf(aStorageRequest({ storage: aCluster({ engine }) }));
    expect(resource(template, 'moviesDBCluster')).toMatchObject({
      DeletionPolicy: 'Snapshot',
      UpdateReplacePolicy: 'Snapshot',
      Properties: {
        StorageEncrypted: true,
        BackupRetentionPeriod: 7,
        EngineVersion: ENGINE_SETTINGS[engine].version,
      },
    });
  });

  test.each(ENGINES)('the version of %s is one that AWS still offers', (engine) => {
    const file = 'node_modules/aws-cdk-lib/aws-rds/lib/cluster-engine.d.ts';
    const list = readFileSync(path.resolve(import.meta.dirname, '../../..', file), 'utf8');
    const { version } = ENGINE_SETTINGS[engine];
    const comment = `/** Version "${version}". */`;
    // A version that RDS has dropped has a comment of several lines, with @deprecated.
    expect(list).toContain(comment);
  });

  test('every difference is told in the documentation', () => {
    const read = (file: string) =>
      readFileSync(path.resolve(import.meta.dirname, '../../..', file), 'utf8');
    const told = read('docs/compatibility.md');
    const differences: { readonly ignoreProperties: readonly { type: string; path: string }[] } =
      JSON.parse(read('scripts/golden-storage-differences.json'));
    for (const { type, path: property } of differences.ignoreProperties) {
      expect(told).toContain(`\`${type}\``);
      expect(told).toContain(`\`${property.replace('Properties.', '')}\``);
    }
    for (const engine of ENGINES) expect(told).toContain(`\`${ENGINE_SETTINGS[engine].version}\``);
  });

  test('a cluster takes any subnet of an imported VPC', () => {
    const { template } = onlyOf(aStorageRequest({ storage: aCluster() }));
    expect(JSON.stringify(resource(template, 'moviesDBWriterInstance'))).not.toContain(
      'AvailabilityZone',
    );
  });
});

describe('how a workload finds its storage', () => {
  test.each<[string, StorageRequest, readonly string[]]>([
    ['table', aStorageRequest(), ['moviesName plain', 'moviesAccessPolicy managed-policy']],
    [
      'cluster',
      aStorageRequest({ storage: aCluster() }),
      ['moviesSecret secret', 'moviesSecurityGroup security-group'],
    ],
    [
      'cluster on App Runner',
      aStorageRequest({ storage: aCluster(), workloadType: APP_RUNNER }),
      ['moviesAuroraSecretAccessPolicy managed-policy', 'moviesSecret secret'],
    ],
  ])('outputs of a %s', (_, request, outputs) => {
    expect(onlyOf(request).outputs.map(({ name, kind }) => `${name} ${kind}`)).toEqual(outputs);
  });

  test.each<[StorageRequest, readonly string[]]>([
    [aStorageRequest(), ['moviesTableName', 'moviesTableArn']],
    [aStorageRequest({ storage: { type: 'S3' } }), ['moviesBucketName', 'moviesBucketARN']],
    [aStorageRequest({ storage: aCluster() }), ['moviesAuroraSecret', 'moviesSecurityGroup']],
    [
      aStorageRequest({ storage: aCluster(), workloadType: APP_RUNNER }),
      ['moviesAuroraSecret', 'moviesDBClusterSecurityGroup'],
    ],
  ])('what the environment exports is what its access files import', (request, names) => {
    const [environment, ...access] = mergeFiles(
      renderStorageFiles({ ...request, lifecycle: 'environment' } as StorageRequest),
    );
    const exports = [
      ...JSON.stringify(environment?.template.Outputs).matchAll(/\$\{App\}-\$\{Env\}-(\w+)/g),
    ];
    expect(exports.map(([, name]) => name)).toEqual(names);
    const imports = [
      ...JSON.stringify(access).matchAll(
        /"Fn::ImportValue":\{"Fn::Sub":"\$\{App\}-\$\{Env\}-(\w+)"/g,
      ),
    ];
    for (const [, name] of imports) expect(names).toContain(name);
  });

  test('the variable in a comment is the one that is injected', () => {
    const [file] = renderStorageFiles(aStorageRequest({ name: 'my-movies' }));
    expect(file?.text).toContain('environment variable MYMOVIES_NAME.');
  });
});

describe('several storages in one folder', () => {
  test('storages of all types stand side by side', () => {
    const files = [
      ...renderStorageFiles(aStorageRequest()),
      ...renderStorageFiles(aStorageRequest({ name: 'covers', storage: { type: 'S3' } })),
      ...renderStorageFiles(aStorageRequest({ name: 'sales', storage: aCluster() })),
    ];
    expect(mergeFiles(files)).toHaveLength(1);
  });

  const cases = ['storage-dynamodb', 'storage-s3', 'storage-aurora'];
  const present = cases.filter((id) => readGolden(id, 'expected.template.yml') !== undefined);
  (present.length > 0 ? test.each(present) : test.skip.each(cases))(
    'new storage stands beside what Copilot wrote: %s',
    (id) => {
      const text = readGolden(id, 'expected.template.yml') ?? '';
      const beside = [{ path: 'copilot/api/addons/old.yml', kind: 'template' as const, text }];
      for (const storage of [aTable(), { type: 'S3' as const }, aCluster()])
        expect(mergeFiles(renderStorageFiles(aStorageRequest({ storage })), beside)).toHaveLength(
          1,
        );
    },
  );
});

test('any attribute name and any database name survive YAML', () => {
  const word = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((text) => !/\s|\p{C}/u.test(text));
  const database = fc.stringMatching(/^[a-zA-Z][0-9a-zA-Z_]{0,8}$/);
  fc.assert(
    fc.property(word, database, (name, initialDatabase) => {
      const storage = aTable({ partitionKey: { name, type: 'N' } });
      expect(resource(onlyOf(aStorageRequest({ storage })).template, 'movies')).toMatchObject({
        Properties: { KeySchema: [{ AttributeName: name }] },
      });
      const cluster = onlyOf(aStorageRequest({ storage: aCluster({ initialDatabase }) })).template;
      expect(cluster).toMatchObject({ Parameters: { moviesDBName: { Default: initialDatabase } } });
    }),
  );
});
