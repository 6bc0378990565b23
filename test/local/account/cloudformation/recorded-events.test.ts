import {
  anAccount,
  deployStack,
  listEvents,
  makeChangeSet,
  settle,
} from '../../../support/account.js';

const topic = (properties: object, more: object = {}) => ({
  Type: 'AWS::SNS::Topic',
  Properties: properties,
  ...more,
});
const parameter = (more: object = {}, value = 'v') => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value: value },
  ...more,
});
const template = (resources: object, more: object = {}) => ({ Resources: resources, ...more });

describe('order of events as recorded', () => {
  test('a stack made by a change set', async () => {
    const it = anAccount();
    expect(await deployStack(it, { name: 's', template: template({ topic123: topic({}) }) })).toBe(
      'CREATE_COMPLETE',
    );
    expect(await listEvents(it, 's')).toEqual([
      '(stack) REVIEW_IN_PROGRESS “User Initiated”',
      '(stack) CREATE_IN_PROGRESS “User Initiated”',
      'topic123 CREATE_IN_PROGRESS',
      'topic123 CREATE_IN_PROGRESS “Resource creation Initiated”',
      'topic123 CREATE_COMPLETE',
      '(stack) CREATE_COMPLETE',
    ]);
  });

  const chain = (name: string) =>
    template({
      Topic1: topic({ TopicName: name, DisplayName: `${name}-display` }),
      Topic2: topic({
        TopicName: 'second',
        DisplayName: { 'Fn::GetAtt': ['Topic1', 'TopicName'] },
      }),
    });

  test('an update that replaces a resource, and one that depends on it', async () => {
    const it = anAccount();
    await deployStack(it, { name: 's', template: chain('one') });
    expect(await deployStack(it, { name: 's', type: 'UPDATE', template: chain('two') })).toBe(
      'UPDATE_COMPLETE',
    );
    expect(await listEvents(it, 's', 'Topic1')).toEqual([
      'Topic1 CREATE_IN_PROGRESS',
      'Topic1 CREATE_IN_PROGRESS “Resource creation Initiated”',
      'Topic1 CREATE_COMPLETE',
      'Topic1 UPDATE_IN_PROGRESS “Requested update requires the creation of a new physical resource; hence creating one.”',
      'Topic1 UPDATE_IN_PROGRESS “Resource creation Initiated”',
      'Topic1 UPDATE_COMPLETE',
      'Topic1 DELETE_IN_PROGRESS',
      'Topic1 DELETE_COMPLETE',
    ]);
    expect((await listEvents(it, 's', 'Topic2')).slice(3)).toEqual([
      'Topic2 UPDATE_IN_PROGRESS',
      'Topic2 UPDATE_COMPLETE',
    ]);
    expect(await listEvents(it, 's', '(stack)')).toEqual([
      '(stack) REVIEW_IN_PROGRESS “User Initiated”',
      '(stack) CREATE_IN_PROGRESS “User Initiated”',
      '(stack) CREATE_COMPLETE',
      '(stack) UPDATE_IN_PROGRESS “User Initiated”',
      '(stack) UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      '(stack) UPDATE_COMPLETE',
    ]);
  });

  const abc = (ids: readonly string[]) =>
    template(
      Object.fromEntries(
        ids.map((id, index) => [id, parameter(index > 1 ? { DependsOn: ids[index - 1] } : {})]),
      ),
    );

  test('creation in the order of dependency, removal and deletion in the reverse', async () => {
    const it = anAccount();
    await deployStack(it, { name: 's', template: abc(['Dummy', 'A', 'B', 'C']) });
    await deployStack(it, { name: 's', type: 'UPDATE', template: abc(['Dummy']) });
    const { StackId } = (
      await it.call<{ Stacks: { StackId: string }[] }>('CloudFormation', 'DescribeStacks', {
        StackName: 's',
      })
    ).Stacks[0]!;
    await it.call('CloudFormation', 'DeleteStack', { StackName: 's' });
    await settle(it, 's');
    const complete = (await listEvents(it, StackId)).filter((event) =>
      /^\w+ (CREATE|DELETE)_COMPLETE/.test(event),
    );
    const inOrder = complete.filter((event) => !event.startsWith('Dummy'));
    expect(inOrder).toEqual([
      'A CREATE_COMPLETE',
      'B CREATE_COMPLETE',
      'C CREATE_COMPLETE',
      'C DELETE_COMPLETE',
      'B DELETE_COMPLETE',
      'A DELETE_COMPLETE',
    ]);
    expect((await listEvents(it, StackId)).slice(-4)).toEqual([
      '(stack) DELETE_IN_PROGRESS “User Initiated”',
      'Dummy DELETE_IN_PROGRESS',
      'Dummy DELETE_COMPLETE',
      '(stack) DELETE_COMPLETE',
    ]);
  });

  test('replacement under UpdateReplacePolicy Retain skips the old resource', async () => {
    const it = anAccount();
    const named = (name: string) =>
      template({
        MyParameter: {
          ...parameter({ UpdateReplacePolicy: 'Retain' }),
          Properties: { Name: name, Type: 'String', Value: 'v' },
        },
      });
    await deployStack(it, { name: 's', template: named('/one') });
    expect(await deployStack(it, { name: 's', type: 'UPDATE', template: named('/two') })).toBe(
      'UPDATE_COMPLETE',
    );
    expect((await listEvents(it, 's', 'MyParameter')).at(-1)).toBe('MyParameter DELETE_SKIPPED');
    expect(Object.keys(it.account.snapshot().parameters)).toEqual(['/one', '/two']);
  });

  test('deletion with DeletionPolicy Retain leaves the resource', async () => {
    const it = anAccount();
    await deployStack(it, {
      name: 's',
      template: template({ MyParameter: parameter({ DeletionPolicy: 'Retain' }) }),
    });
    await it.call('CloudFormation', 'DeleteStack', { StackName: 's' });
    expect(await settle(it, 's')).toBe('GONE');
    expect(Object.keys(it.account.snapshot().parameters)).toHaveLength(1);
  });

  test('a bad attribute in the outputs rolls the creation back before any resource', async () => {
    const it = anAccount();
    const outputs = { InvalidOutput: { Value: { 'Fn::GetAtt': ['MyParameter', 'Invalid'] } } };
    const status = await deployStack(it, {
      name: 's',
      template: template({ MyParameter: parameter() }, { Outputs: outputs }),
    });
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(await listEvents(it, 's')).toEqual([
      '(stack) REVIEW_IN_PROGRESS “User Initiated”',
      '(stack) CREATE_IN_PROGRESS “User Initiated”',
      '(stack) ROLLBACK_IN_PROGRESS “[Error] /Outputs/InvalidOutput/Value/Fn::GetAtt: Resource type AWS::SSM::Parameter does not support attribute {Invalid}. Rollback requested by user.”',
      '(stack) ROLLBACK_COMPLETE',
    ]);
  });

  test('a missing property fails the resource', async () => {
    const it = anAccount();
    const broken = { MyParameter: { Type: 'AWS::SSM::Parameter', Properties: { Value: 'v' } } };
    expect(await deployStack(it, { name: 's', template: template(broken) })).toBe(
      'ROLLBACK_COMPLETE',
    );
    expect(await listEvents(it, 's')).toContain(
      'MyParameter CREATE_FAILED “Property validation failure: [The property {/Type} is required]”',
    );
  });

  test('events have ids of two forms, and no physical id in the first event of a resource', async () => {
    const it = anAccount();
    await deployStack(it, { name: 's', template: template({ topic123: topic({}) }) });
    const { StackEvents } = await it.call<{
      StackEvents: { EventId: string; PhysicalResourceId: string; ResourceType: string }[];
    }>('CloudFormation', 'DescribeStackEvents', { StackName: 's' });
    const [first, second] = StackEvents.filter(
      ({ ResourceType }) => ResourceType === 'AWS::SNS::Topic',
    ).reverse();
    expect(first!.EventId).toMatch(/^topic123-CREATE_IN_PROGRESS-\d{4}-/);
    expect(first!.PhysicalResourceId).toBe('');
    expect(second!.PhysicalResourceId).toMatch(
      /^arn:aws:sns:us-east-1:111111111111:s-topic123-[A-Z0-9]{12}$/,
    );
    const stackEvents = StackEvents.filter(
      ({ ResourceType }) => ResourceType === 'AWS::CloudFormation::Stack',
    );
    expect(stackEvents.every(({ EventId }) => /^[0-9a-f-]{36}$/.test(EventId))).toBe(true);
  });

  test('importing what nobody exports fails the execution, not the change set', async () => {
    const it = anAccount();
    const importing = template({
      MyFoo: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Type: 'String', Value: { 'Fn::ImportValue': 'nowhere' } },
      },
    });
    const changeSet = await makeChangeSet(it, { name: 's', template: importing });
    expect(changeSet).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
    await it.call('CloudFormation', 'ExecuteChangeSet', { ChangeSetName: changeSet.id });
    expect(await settle(it, 's')).toBe('ROLLBACK_COMPLETE');
  });
});
