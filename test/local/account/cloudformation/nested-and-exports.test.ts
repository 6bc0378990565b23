import {
  anAccount,
  deployStack,
  listEvents,
  makeChangeSet,
  settle,
  type TestAccount,
} from '../../../support/account.js';

const parameter = (value: unknown, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value: value },
  ...more,
});

const child = (value: string, resources: object = {}) => ({
  Parameters: { App: { Type: 'String' } },
  Resources: { Inner: parameter(value), ...resources },
  Outputs: { InnerName: { Value: { Ref: 'Inner' } }, Given: { Value: { Ref: 'App' } } },
});

async function put(it: TestAccount, key: string, template: object): Promise<string> {
  it.account.setup.bucket('templates');
  await it.call('S3', 'PutObject', {
    Bucket: 'templates',
    Key: key,
    Body: JSON.stringify(template),
  });
  return `https://templates.s3.us-east-1.amazonaws.com/${key}`;
}

const parent = (url: string, more: object = {}) => ({
  Resources: {
    AddonsStack: {
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: url, Parameters: { App: 'shop' } },
    },
    User: parameter({ 'Fn::GetAtt': ['AddonsStack', 'Outputs.InnerName'] }),
    ...more,
  },
});

const BROKEN = { Type: 'AWS::SSM::Parameter', Properties: { Value: 'no type' } };

const statuses = (it: TestAccount) =>
  Object.fromEntries(
    Object.entries(it.account.snapshot().stacks).map(([name, { status }]) => [
      name.replace(/-[A-Z0-9]{12}$/, ''),
      status,
    ]),
  );

const childName = (it: TestAccount): string =>
  Object.keys(it.account.snapshot().stacks).find((name) => name.startsWith('p-AddonsStack')) ?? '';

describe('nested stacks', () => {
  test('are stacks of their own, with events, outputs and the tags of the parent', async () => {
    const it = anAccount();
    const url = await put(it, 'v1', child('one'));
    expect(await deployStack(it, { name: 'p', template: parent(url), tags: { a: 'b' } })).toBe(
      'CREATE_COMPLETE',
    );
    expect(statuses(it)).toEqual({ p: 'CREATE_COMPLETE', 'p-AddonsStack': 'CREATE_COMPLETE' });
    const nested = it.account.snapshot().stacks[childName(it)];
    expect(nested).toMatchObject({ tags: { a: 'b' }, outputs: { Given: 'shop' } });
    expect(it.account.snapshot().stacks.p?.resources.User?.properties).toMatchObject({
      Value: nested?.outputs.InnerName,
    });
    expect(await listEvents(it, childName(it))).toContain('(stack) CREATE_IN_PROGRESS');
  });

  test('a failure inside fails the parent', async () => {
    const it = anAccount();
    const url = await put(it, 'v1', child('one', { Broken: BROKEN }));
    expect(await deployStack(it, { name: 'p', template: parent(url) })).toBe('ROLLBACK_COMPLETE');
    expect(
      (await listEvents(it, 'p', 'AddonsStack')).find((event) => event.includes('FAILED')),
    ).toMatch(
      /Embedded stack arn:aws:cloudformation:.* was not successfully created: The following resource\(s\) failed to create: \[Broken(, Inner)?\]\.”$/,
    );
    expect(statuses(it)).toEqual({ p: 'ROLLBACK_COMPLETE' });
  });

  test('go back with their parent when a later resource fails', async () => {
    const it = anAccount();
    await deployStack(it, { name: 'p', template: parent(await put(it, 'v1', child('one'))) });
    const before = it.account.snapshot();
    const next = parent(await put(it, 'v2', child('two')), {
      Last: { ...BROKEN, DependsOn: 'AddonsStack' },
    });
    expect(await deployStack(it, { name: 'p', type: 'UPDATE', template: next })).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    );
    expect(statuses(it)).toEqual({
      p: 'UPDATE_ROLLBACK_COMPLETE',
      'p-AddonsStack': 'UPDATE_ROLLBACK_COMPLETE',
    });
    expect(it.account.snapshot().parameters).toEqual(before.parameters);
    expect((await listEvents(it, childName(it), '(stack)')).slice(2)).toEqual([
      '(stack) UPDATE_IN_PROGRESS',
      '(stack) UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      '(stack) UPDATE_ROLLBACK_IN_PROGRESS',
      '(stack) UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      '(stack) UPDATE_ROLLBACK_COMPLETE',
    ]);
  });

  test('a failed update inside takes the parent back', async () => {
    const it = anAccount();
    await deployStack(it, { name: 'p', template: parent(await put(it, 'v1', child('one'))) });
    const before = it.account.snapshot().parameters;
    const next = parent(
      await put(it, 'v2', child('two', { Broken: { ...BROKEN, DependsOn: 'Inner' } })),
    );
    expect(await deployStack(it, { name: 'p', type: 'UPDATE', template: next })).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    );
    expect(statuses(it)).toEqual({
      p: 'UPDATE_ROLLBACK_COMPLETE',
      'p-AddonsStack': 'UPDATE_ROLLBACK_COMPLETE',
    });
    expect(it.account.snapshot().parameters).toEqual(before);
  });

  test('clean up only after the parent has succeeded, and go with it', async () => {
    const it = anAccount();
    await deployStack(it, {
      name: 'p',
      template: parent(await put(it, 'v1', child('one', { Old: parameter('old') }))),
    });
    expect(
      await deployStack(it, {
        name: 'p',
        type: 'UPDATE',
        template: parent(await put(it, 'v2', child('two'))),
      }),
    ).toBe('UPDATE_COMPLETE');
    expect(statuses(it)).toEqual({ p: 'UPDATE_COMPLETE', 'p-AddonsStack': 'UPDATE_COMPLETE' });
    expect(Object.values(it.account.snapshot().parameters)).not.toContain('old');
    await it.call('CloudFormation', 'DeleteStack', { StackName: 'p' });
    await settle(it, 'p');
    expect(it.account.snapshot()).toMatchObject({ stacks: {}, parameters: {} });
  });

  test('a change set that includes them tells what changes inside', async () => {
    const it = anAccount();
    await deployStack(it, { name: 'p', template: parent(await put(it, 'v1', child('one'))) });
    const changeSet = await makeChangeSet(it, {
      name: 'p',
      type: 'UPDATE',
      includeNested: true,
      template: parent(await put(it, 'v2', child('two'))),
    });
    const nested = changeSet.Changes.map(({ ResourceChange }) => ResourceChange).find(
      (change) => change.LogicalResourceId === 'AddonsStack',
    );
    expect(
      await it.call('CloudFormation', 'DescribeChangeSet', { ChangeSetName: nested?.ChangeSetId }),
    ).toMatchObject({
      StackName: childName(it),
      RootChangeSetId: changeSet.id,
      Changes: [
        { ResourceChange: { Action: 'Modify', LogicalResourceId: 'Inner', Replacement: 'False' } },
      ],
    });
  });
});

describe('exports', () => {
  const exporting = (value: string, name = 'net-Vpc') => ({
    Resources: { A: parameter(value) },
    Outputs: { Vpc: { Value: value, Export: { Name: name } } },
  });
  const importing = { Resources: { B: parameter({ 'Fn::ImportValue': 'net-Vpc' }) } };

  async function connected(): Promise<TestAccount> {
    const it = anAccount();
    await deployStack(it, { name: 'net', template: exporting('v1') });
    await deployStack(it, { name: 'app', template: importing });
    return it;
  }

  test('are listed with their value and who imports them', async () => {
    const it = await connected();
    expect(it.account.snapshot().stacks.app?.resources.B?.properties).toMatchObject({
      Value: 'v1',
    });
    expect(await it.call('CloudFormation', 'ListExports')).toMatchObject({
      Exports: [{ Name: 'net-Vpc', Value: 'v1' }],
    });
    expect(await it.call('CloudFormation', 'ListImports', { ExportName: 'net-Vpc' })).toEqual({
      Imports: ['app'],
    });
  });

  test('in use keep their stack: the status falls back to what it was', async () => {
    const it = await connected();
    await it.call('CloudFormation', 'DeleteStack', { StackName: 'net' });
    expect(await settle(it, 'net')).toBe('CREATE_COMPLETE');
    expect((await listEvents(it, 'net', '(stack)')).slice(-2)).toEqual([
      '(stack) DELETE_IN_PROGRESS “User Initiated”',
      '(stack) CREATE_COMPLETE “Export net-Vpc cannot be deleted as it is in use by app”',
    ]);
    await it.call('CloudFormation', 'DeleteStack', { StackName: 'app' });
    await settle(it, 'app');
    await it.call('CloudFormation', 'DeleteStack', { StackName: 'net' });
    expect(await settle(it, 'net')).toBe('GONE');
  });

  test.each([
    ['changed', exporting('v2'), 'updated'],
    ['removed', exporting('v1', 'net-Other'), 'deleted'],
  ])('in use cannot be %s', async (_, template, verb) => {
    const it = await connected();
    expect(await deployStack(it, { name: 'net', type: 'UPDATE', template })).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    );
    expect(await listEvents(it, 'net', '(stack)')).toContain(
      `(stack) UPDATE_ROLLBACK_IN_PROGRESS “Export net-Vpc cannot be ${verb} as it is in use by app”`,
    );
    expect(await it.call('CloudFormation', 'ListExports')).toMatchObject({
      Exports: [{ Name: 'net-Vpc', Value: 'v1' }],
    });
  });

  test('of one name belong to one stack', async () => {
    const it = await connected();
    expect(await deployStack(it, { name: 'other', template: exporting('v1') })).toBe(
      'ROLLBACK_COMPLETE',
    );
    expect((await listEvents(it, 'other', '(stack)')).join()).toContain(
      'Export with name net-Vpc is already exported by stack net',
    );
  });
});

describe('deletion', () => {
  test('is refused under termination protection', async () => {
    const it = anAccount();
    await deployStack(it, { name: 's', template: { Resources: { A: parameter('v') } } });
    await it.call('CloudFormation', 'UpdateTerminationProtection', {
      StackName: 's',
      EnableTerminationProtection: true,
    });
    await expect(it.call('CloudFormation', 'DeleteStack', { StackName: 's' })).rejects.toThrow(
      'Stack [s] cannot be deleted while TerminationProtection is enabled',
    );
  });

  test('of a stack with a full bucket fails; the bucket can be retained then', async () => {
    const it = anAccount();
    await deployStack(it, {
      name: 's',
      template: {
        Resources: {
          Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'full' } },
          A: parameter('v'),
        },
      },
    });
    await it.call('S3', 'PutObject', { Bucket: 'full', Key: 'k', Body: 'x' });
    await expect(
      it.call('CloudFormation', 'DeleteStack', { StackName: 's', RetainResources: ['Bucket'] }),
    ).rejects.toThrow('DELETE_FAILED state');
    await it.call('CloudFormation', 'DeleteStack', { StackName: 's' });
    expect(await settle(it, 's')).toBe('DELETE_FAILED');
    const { Stacks } = await it.call<{ Stacks: object[] }>('CloudFormation', 'DescribeStacks', {
      StackName: 's',
    });
    expect(Stacks[0]).toMatchObject({
      StackStatusReason: 'The following resource(s) failed to delete: [Bucket]. ',
    });
    await it.call('CloudFormation', 'DeleteStack', { StackName: 's', RetainResources: ['Bucket'] });
    expect(await settle(it, 's')).toBe('GONE');
    expect(it.account.snapshot().buckets).toEqual({ full: ['k'] });
  });

  test('of a stack that is being made stops its creation', async () => {
    const it = anAccount();
    await it.call('CloudFormation', 'CreateStack', {
      StackName: 's',
      TemplateBody: JSON.stringify({
        Resources: { A: { Type: 'AWS::RDS::DBInstance' }, B: parameter('v') },
      }),
    });
    await it.clock.runUntil(
      () => it.account.snapshot().stacks.s?.resources.B?.status === 'CREATE_COMPLETE',
    );
    await it.call('CloudFormation', 'DeleteStack', { StackName: 's' });
    expect(await settle(it, 's')).toBe('GONE');
    expect(it.account.snapshot().parameters).toEqual({});
  });
});

describe('tokens', () => {
  test('a repeated request has no second effect', async () => {
    const it = anAccount();
    const template = { Resources: { A: parameter('v') } };
    const create = {
      StackName: 's',
      ChangeSetName: 'cs',
      ChangeSetType: 'CREATE',
      ClientToken: 't',
      TemplateBody: JSON.stringify(template),
    };
    const first = await it.call<{ Id: string }>('CloudFormation', 'CreateChangeSet', create);
    expect(await it.call('CloudFormation', 'CreateChangeSet', create)).toEqual(first);
    await expect(
      it.call('CloudFormation', 'CreateChangeSet', { ...create, ClientToken: 'other' }),
    ).rejects.toThrow('already exists');
    await makeChangeSet(it, { name: 's', template });
    const execute = { ChangeSetName: first.Id, ClientRequestToken: 'd1-1-api' };
    await it.call('CloudFormation', 'ExecuteChangeSet', execute);
    await it.call('CloudFormation', 'ExecuteChangeSet', execute);
    await settle(it, 's');
    await it.call('CloudFormation', 'ExecuteChangeSet', execute);
    expect(
      (await listEvents(it, 's', '(stack)')).filter((event) =>
        event.includes('CREATE_IN_PROGRESS'),
      ),
    ).toHaveLength(1);
    const { StackEvents } = await it.call<{
      StackEvents: { ClientRequestToken?: string; OperationId?: string }[];
    }>('CloudFormation', 'DescribeStackEvents', { StackName: 's' });
    expect(StackEvents[0]).toMatchObject({ ClientRequestToken: 'd1-1-api' });
    const { OperationEvents } = await it.call<{ OperationEvents: object[] }>(
      'CloudFormation',
      'DescribeEvents',
      { OperationId: StackEvents[0]?.OperationId },
    );
    expect(OperationEvents).toHaveLength(5);
  });
});
