import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadObjectCommand, NotFound, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { makeBundle } from '../../../../core/release/make-bundle.js';
import type { Template } from '../../../../core/template/cloudformation.js';
import {
  listCustomResourceKeys,
  readCustomResourceCode,
} from '../../../../functions/support/facts/custom-resource-code.js';
import { uploadRelease } from '../../../../functions/support/release/upload-release.js';
import { ENV } from '../../../../functions/support/runtime/env.js';

const s3 = mockClient(S3Client);
const KEYS = {
  BucketCleanerFunction: 'manual/cleaner.zip',
  CustomDomainFunction: 'manual/domain.zip',
};

beforeEach(() => {
  s3.reset();
  s3.on(PutObjectCommand).resolves({});
  const folder = mkdtempSync(join(tmpdir(), 'autoland-code-'));
  writeFileSync(join(folder, 'index.json'), JSON.stringify(KEYS));
  writeFileSync(join(folder, 'BucketCleanerFunction.zip'), 'code');
  process.env[ENV.customResourceFolder] = folder;
  process.env[ENV.artifactBucket] = 'ours';
});
afterEach(() => {
  delete process.env[ENV.customResourceFolder];
});

const template: Template = {
  Resources: {
    Cleaner: {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: { S3Bucket: 'theirs', S3Key: KEYS.BucketCleanerFunction } },
    },
  },
};

const upload = (facts = {}) => {
  const stack = {
    kind: 'workload' as const,
    name: 'api',
    type: 'Backend Service',
    stackName: 'shop-test-api',
    template,
    parameters: {},
    tags: {},
    assets: [{ key: 'manual/addons/x.json', body: new Uint8Array() }],
    after: [],
    images: [],
    alarms: { created: [], named: [] },
  };
  const made = makeBundle({
    application: 'shop',
    environment: 'test',
    sourceCommit: null,
    stacks: [{ stack, predecessors: [] }],
  });
  return uploadRelease(made, {
    application: { name: 'shop' },
    environment: { artifactBucket: 'theirs' },
    customResources: KEYS,
    ...facts,
  });
};

const written = () =>
  s3
    .commandCalls(PutObjectCommand)
    .map(({ args: [{ input }] }) => `${input.Bucket}/${input.Key?.replace(/[0-9a-f]{64}/, '*')}`);

describe('files of a release', () => {
  test("templates go into our bucket, what they refer to into the application's, code where it is used", async () => {
    s3.on(HeadObjectCommand).rejects(new NotFound({ message: '', $metadata: {} }));
    await upload();
    expect(written()).toEqual([
      'ours/manual/templates/shop-test-api/*.json',
      'theirs/manual/addons/x.json',
      'theirs/manual/cleaner.zip',
    ]);
  });

  test('code that is there is not written again', async () => {
    s3.on(HeadObjectCommand).resolves({});
    await upload();
    expect(written()).not.toContain('theirs/manual/cleaner.zip');
    expect(s3.commandCalls(HeadObjectCommand)).toHaveLength(1);
  });

  test('an application without a bucket of its own has everything in ours', async () => {
    s3.on(HeadObjectCommand).resolves({});
    await upload({ environment: {} });
    expect(written().every((file) => file.startsWith('ours/'))).toBe(true);
  });
});

describe('code of the custom resources', () => {
  test('lies in the folder that infra names, by its index', async () => {
    expect(await listCustomResourceKeys()).toEqual(KEYS);
    expect(new TextDecoder().decode(await readCustomResourceCode('BucketCleanerFunction'))).toBe(
      'code',
    );
  });

  test('a real deployment without the folder breaks instead of naming code that is not there', async () => {
    delete process.env[ENV.customResourceFolder];
    await expect(listCustomResourceKeys()).rejects.toThrow(
      'environment variable CUSTOM_RESOURCE_FOLDER is not set',
    );
  });
});
