import {
  ChangeSetNotFoundException,
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  paginateListExports,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import {
  GetParameterCommand,
  GetParametersByPathCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { parseMishap } from '../../../local/account/mishaps.js';
import { attach, attachAll } from '../../../local/account/sdk/attach.js';
import type { SimulatedAccount } from '../../../local/account/simulated-account.js';
import { anAccount } from '../../support/account.js';

const cfn = new CloudFormationClient({});
const s3 = new S3Client({});
const ssm = new SSMClient({});
const document = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const clients = [cfn, s3, ssm, document, new ECSClient({})];

let account: SimulatedAccount;
let detach: () => void;

beforeEach(() => {
  account = anAccount().account;
  detach = attachAll(clients, () => account);
});

afterEach(() => detach());

describe('SDK clients over the simulated account', () => {
  test('S3 bodies are streams with the methods of the SDK', async () => {
    account.setup.bucket('b');
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'dir/a.json', Body: '{"a":1}' }));
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'dir/b', Body: Buffer.from([1, 2]) }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'dir/a.json' }));
    expect(await Body?.transformToString()).toBe('{"a":1}');
    const bytes = await (
      await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'dir/b' }))
    ).Body?.transformToByteArray();
    expect([...(bytes ?? [])]).toEqual([1, 2]);
    const listed = await s3.send(
      new ListObjectsV2Command({ Bucket: 'b', Prefix: 'dir/', MaxKeys: 1 }),
    );
    expect(listed).toMatchObject({ IsTruncated: true, KeyCount: 1 });
    const rest = await s3.send(
      new ListObjectsV2Command({
        Bucket: 'b',
        Prefix: 'dir/',
        ContinuationToken: listed.NextContinuationToken,
      }),
    );
    expect(rest.Contents?.map(({ Key }) => Key)).toEqual(['dir/b']);
  });

  test('a conditional put writes once', async () => {
    account.setup.bucket('b');
    const put = () =>
      s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x', IfNoneMatch: '*' }));
    await put();
    await expect(put()).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
  });

  test('errors are exceptions of the SDK', async () => {
    account.setup.bucket('b');
    await expect(s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }))).rejects.toBeInstanceOf(
      NoSuchKey,
    );
    await expect(s3.send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }))).rejects.toBeInstanceOf(
      NotFound,
    );
    await expect(ssm.send(new GetParameterCommand({ Name: 'x' }))).rejects.toBeInstanceOf(
      ParameterNotFound,
    );
    const unknown = cfn.send(new DescribeStacksCommand({ StackName: 'x' }));
    await expect(unknown).rejects.toBeInstanceOf(CloudFormationServiceException);
    await expect(unknown).rejects.toMatchObject({
      name: 'ValidationError',
      $fault: 'client',
      message: 'Stack with id x does not exist',
    });
    const missing = cfn.send(
      new DescribeChangeSetCommand({ ChangeSetName: 'arn:aws:cloudformation:x' }),
    );
    await expect(missing).rejects.toBeInstanceOf(ChangeSetNotFoundException);
  });

  test('what the SDK cannot send does not come to the account', async () => {
    account.setup.bucket('b');
    const withoutKey = new GetObjectCommand({ Bucket: 'b', Key: undefined });
    await expect(s3.send(withoutKey)).rejects.toThrow('No value provided for input HTTP label');
    expect(account.calls.all()).toEqual([]);
  });

  test('a command with options of its own is answered alike', async () => {
    account.setup.bucket('b');
    const options = { abortSignal: new AbortController().signal };
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x' }), options);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }), options);
    expect(await Body?.transformToString()).toBe('x');
  });

  test('presigned URLs are made without credentials or network', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: 'b', Key: 'k' }), {
      expiresIn: 60,
    });
    expect(url).toMatch(/^https:\/\/b?\.?s3\..*X-Amz-Signature=/);
  });

  test('SSM pages, paginators of the SDK work', async () => {
    for (let index = 0; index < 12; index += 1) {
      await ssm.send(
        new PutParameterCommand({
          Name: `/copilot/applications/${index}`,
          Value: 'v',
          Type: 'String',
        }),
      );
    }
    const first = await ssm.send(new GetParametersByPathCommand({ Path: '/copilot/applications' }));
    expect(first.Parameters).toHaveLength(10);
    expect(first.NextToken).toBeDefined();
    const outputs = Object.fromEntries(
      Array.from({ length: 150 }, (_, index) => [
        `O${index}`,
        { Value: 'v', Export: { Name: `e${index}` } },
      ]),
    );
    account.setup.stack({
      stackName: 's',
      template: { Resources: { A: { Type: 'AWS::SNS::Topic' } }, Outputs: outputs },
    });
    const names: unknown[] = [];
    for await (const page of paginateListExports({ client: cfn }, {}))
      names.push(...(page.Exports ?? []));
    expect(names).toHaveLength(150);
  });

  test('each call goes to the account of the moment', async () => {
    account.setup.stack({
      stackName: 'first',
      template: { Resources: { A: { Type: 'AWS::SNS::Topic' } } },
    });
    await cfn.send(new DescribeStacksCommand({ StackName: 'first' }));
    account = anAccount().account;
    await expect(cfn.send(new DescribeStacksCommand({ StackName: 'first' }))).rejects.toThrow(
      'does not exist',
    );
    expect(account.calls.all()).toMatchObject([
      {
        service: 'CloudFormation',
        operation: 'DescribeStacks',
        target: { StackName: 'first' },
        error: 'ValidationError',
      },
    ]);
  });

  test('a detached client speaks to the network again, its document client too', async () => {
    const requests: string[] = [];
    const dynamoDb = new DynamoDBClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'own', secretAccessKey: 'own' },
      maxAttempts: 1,
      requestHandler: {
        handle: async (request: { headers: { authorization?: string } }) => {
          requests.push(request.headers.authorization ?? '');
          throw new Error('the network');
        },
      } as never,
    });
    const documents = DynamoDBDocumentClient.from(dynamoDb);
    const read = () => documents.send(new GetCommand({ TableName: 't', Key: { pk: 'a' } }));
    account.setup.table({ name: 't', partitionKey: 'pk' });
    const giveBack = attach(documents, account);
    expect(await read()).toMatchObject({ $metadata: { httpStatusCode: 200 } });
    giveBack();
    await expect(read()).rejects.toThrow('the network');
    expect(requests).toEqual([expect.stringContaining('Credential=own/')]);
  });

  test('a service that is plugged in answers too', async () => {
    const sfn = new SFNClient({});
    attach(sfn, () => account);
    await expect(sfn.send(new ListExecutionsCommand({}))).rejects.toThrow(
      'does not support SFN ListExecutions',
    );
    account.register('SFN', async (operation) => ({ executions: [{ name: operation }] }));
    expect((await sfn.send(new ListExecutionsCommand({}))).executions).toEqual([
      { name: 'ListExecutions' },
    ]);
  });
});

describe('throttling', () => {
  test('is retried by the SDK itself', async () => {
    account = anAccount({ mishaps: [parseMishap('throttling')] }).account;
    account.alarms.create('a');
    const cloudWatch = new CloudWatchClient({});
    attach(cloudWatch, () => account);
    const attempts: number[] = [];
    for (let index = 0; index < 100; index += 1) {
      const { $metadata, MetricAlarms } = await cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNames: ['a'] }),
      );
      expect(MetricAlarms).toHaveLength(1);
      attempts.push($metadata.attempts ?? 0);
    }
    expect(Math.max(...attempts)).toBeGreaterThan(1);
    const { throttled } = account.counters();
    expect(throttled).toBe(attempts.reduce((sum, one) => sum + one - 1, 0));
    expect(throttled).toBeGreaterThan(2);
  });

  test('is given up after three attempts', async () => {
    const ecs = new ECSClient({});
    let count = 0;
    attach(ecs, () => ({
      ...account,
      handle: async () => {
        count += 1;
        throw await account
          .handle('S3', 'GetObject', {})
          .catch((error) => Object.assign(error, { name: 'ThrottlingException' }));
      },
    }));
    await expect(ecs.send(new DescribeServicesCommand({ services: ['x'] }))).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
    expect(count).toBe(3);
  });
});

describe('DynamoDB through the document client', () => {
  beforeEach(() => {
    account.setup.table({
      name: 't',
      partitionKey: 'pk',
      sortKey: 'sk',
      indexes: [{ name: 'byKind', partitionKey: 'kind', sortKey: 'at' }],
    });
  });

  const put = (item: object, more: object = {}) =>
    document.send(
      new PutCommand({ TableName: 't', Item: item as Record<string, unknown>, ...more }),
    );

  test('conditions guard writes', async () => {
    await put({ pk: 'a', sk: '1', epoch: 1 });
    await expect(
      put({ pk: 'a', sk: '1' }, { ConditionExpression: 'attribute_not_exists(pk)' }),
    ).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    const update = (epoch: number) =>
      document.send(
        new UpdateCommand({
          TableName: 't',
          Key: { pk: 'a', sk: '1' },
          UpdateExpression: 'SET #e = #e + :one, holder = :holder REMOVE gone',
          ConditionExpression: '#e = :epoch OR attribute_not_exists(#e)',
          ExpressionAttributeNames: { '#e': 'epoch' },
          ExpressionAttributeValues: { ':one': 1, ':epoch': epoch, ':holder': { arn: 'x' } },
          ReturnValues: 'ALL_NEW',
        }),
      );
    expect((await update(1)).Attributes).toEqual({
      pk: 'a',
      sk: '1',
      epoch: 2,
      holder: { arn: 'x' },
    });
    await expect(update(1)).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  });

  test('queries sort, page, filter and project; indexes too', async () => {
    for (const [sk, kind, at] of [
      ['3', 'run', 30],
      ['1', 'run', 10],
      ['2', 'other', 20],
      ['10', 'run', 5],
    ] as const)
      await put({ pk: 'a', sk, kind, at });
    await put({ pk: 'b', sk: '9', kind: 'run', at: 7 });
    const query = (input: object) =>
      document.send(new QueryCommand({ TableName: 't', ...input } as never));
    const all = await query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'a' },
      ProjectionExpression: 'sk',
    });
    expect(all.Items).toEqual([{ sk: '1' }, { sk: '10' }, { sk: '2' }, { sk: '3' }]);
    const page = await query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :p)',
      ExpressionAttributeValues: { ':pk': 'a', ':p': '1' },
      Limit: 1,
      ScanIndexForward: false,
    });
    expect(page.Items).toMatchObject([{ sk: '10' }]);
    expect(page.LastEvaluatedKey).toEqual({ pk: 'a', sk: '10' });
    const next = await query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :p)',
      ExpressionAttributeValues: { ':pk': 'a', ':p': '1' },
      ScanIndexForward: false,
      ExclusiveStartKey: page.LastEvaluatedKey,
    });
    expect(next.Items).toMatchObject([{ sk: '1' }]);
    const indexed = await query({
      IndexName: 'byKind',
      KeyConditionExpression: 'kind = :k AND #at BETWEEN :from AND :to',
      FilterExpression: 'pk <> :b',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':k': 'run', ':from': 6, ':to': 30, ':b': 'b' },
    });
    expect(indexed.Items?.map((item) => item.at)).toEqual([10, 30]);
    expect(indexed).toMatchObject({ Count: 2, ScannedCount: 3 });
  });

  test('a transaction is all or nothing, with reasons', async () => {
    await put({ pk: 'lease', sk: 'test', epoch: 4 });
    const write = (epoch: number) =>
      document.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              ConditionCheck: {
                TableName: 't',
                Key: { pk: 'lease', sk: 'test' },
                ConditionExpression: 'epoch = :e',
                ExpressionAttributeValues: { ':e': epoch },
              },
            },
            {
              Put: {
                TableName: 't',
                Item: { pk: 'd', sk: '1' },
                ConditionExpression: 'attribute_not_exists(pk)',
              },
            },
          ],
        }),
      );
    const error = await write(3).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error).toMatchObject({
      CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }],
    });
    expect(
      (await document.send(new GetCommand({ TableName: 't', Key: { pk: 'd', sk: '1' } }))).Item,
    ).toBeUndefined();
    await write(4);
    expect(
      (await document.send(new GetCommand({ TableName: 't', Key: { pk: 'd', sk: '1' } }))).Item,
    ).toEqual({ pk: 'd', sk: '1' });
  });

  test('unknown tables and wrong keys are errors', async () => {
    await expect(
      document.send(new GetCommand({ TableName: 'none', Key: { pk: 'a' } })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(
      document.send(new GetCommand({ TableName: 't', Key: { pk: 'a' } })),
    ).rejects.toThrow('does not match the schema');
  });
});
