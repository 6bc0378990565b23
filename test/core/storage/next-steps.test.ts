import { describeDifferences, describeNextSteps } from '../../../core/storage/next-steps.js';
import type { StorageRequest } from '../../../core/storage/storage-request.js';
import { aCluster, aStorageRequest } from '../../support/storage-requests.js';

const APP_RUNNER = 'Request-Driven Web Service';
const textOf = (request: StorageRequest) => describeNextSteps(request).join('\n');
const ENVIRONMENT = { lifecycle: 'environment' } as const;

test.each<[string, StorageRequest, readonly string[]]>([
  ['a table of a workload', aStorageRequest(), ['process.env.MOVIES_NAME', 'Deploy api']],
  [
    'a cluster of a workload',
    aStorageRequest({ storage: aCluster() }),
    ['JSON.parse(process.env.MOVIES_SECRET)'],
  ],
  [
    'a cluster of an App Runner service',
    aStorageRequest({ storage: aCluster(), workloadType: APP_RUNNER }),
    ['SecretId: process.env.MOVIES_SECRET_ARN'],
  ],
  [
    'a table of the environment',
    aStorageRequest(ENVIRONMENT),
    ['Deploy the environment', 'copilot/api/manifest.yml', '-moviesTableName'],
  ],
  [
    'a bucket of the environment',
    aStorageRequest({ ...ENVIRONMENT, storage: { type: 'S3' } }),
    ['BUCKET_NAME:', '-moviesBucketName'],
  ],
  [
    'a cluster of the environment',
    aStorageRequest({ ...ENVIRONMENT, storage: aCluster() }),
    ['security_groups:', '-moviesSecurityGroup', '-moviesAuroraSecret'],
  ],
  [
    'a storage for a workload elsewhere',
    aStorageRequest({
      ...ENVIRONMENT,
      storage: aCluster({ engine: 'PostgreSQL' }),
      workloadType: undefined,
    }),
    ['--add-ingress-from api --engine PostgreSQL'],
  ],
])('after %s', (_, request, texts) => {
  for (const text of texts) expect(textOf(request)).toContain(text);
});

test('an App Runner service takes no security group', () => {
  const storage = aCluster();
  const text = textOf(aStorageRequest({ ...ENVIRONMENT, storage, workloadType: APP_RUNNER }));
  expect(text).not.toContain('security_groups');
});

test('a storage that exists is not deployed again', () => {
  const request: StorageRequest = { ...aStorageRequest(), kind: 'grant', storage: { type: 'S3' } };
  expect(textOf(request)).not.toContain('Deploy the environment');
  expect(describeDifferences(request)).toEqual([]);
});

test.each([
  [aStorageRequest(), 'point-in-time recovery'],
  [aStorageRequest({ storage: { type: 'S3' } }), 'objects stay'],
  [aStorageRequest({ storage: aCluster() }), 'long-term support'],
])('differences are told', (request, text) => {
  expect(describeDifferences(request).join()).toContain(text);
});
