import { parseMishap } from '../../../../local/account/mishaps.js';
import {
  anAccount,
  deployStack,
  listEvents,
  makeChangeSet,
  passTime,
  settle,
  type TestAccount,
} from '../../../support/account.js';

const TAGS = {
  'copilot-application': 'shop',
  'copilot-environment': 'test',
  'copilot-service': 'api',
};
const NAME = 'shop-test-api';

const parameter = (value: unknown, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value: value },
  ...more,
});

const version = (value: string, more: object = {}) => ({
  Resources: {
    A: parameter(value),
    B: parameter(value, { DependsOn: 'A' }),
    C: { Type: 'AWS::SNS::Topic', Properties: { TopicName: `topic-${value}` }, DependsOn: 'B' },
    ...more,
  },
});

const deploy = (it: TestAccount, template: object, type: 'CREATE' | 'UPDATE', more: object = {}) =>
  deployStack(it, { name: NAME, template, type, tags: TAGS, ...more });

const without = (events: readonly string[]) =>
  events.map((event) => event.replace(/RequestToken: [0-9a-f-]+/, 'RequestToken: …'));

const FAILURE =
  '“Resource handler returned message: "Invalid request provided: simulated failure of this resource (mishap)" (RequestToken: …, HandlerErrorCode: InvalidRequest)”';

/** Everything but times and the history. */
const stateOf = (it: TestAccount) => {
  const { stacks, ...rest } = it.account.snapshot();
  const { status: _, resources, ...stack } = stacks[NAME]!;
  const bare = Object.fromEntries(
    Object.entries(resources).map(([id, { status: __, ...resource }]) => [id, resource]),
  );
  return { ...rest, stack, resources: bare };
};

describe('an update that fails', () => {
  test('is rolled back: changed resources put back, new ones deleted, nothing else touched', async () => {
    const it = anAccount();
    await deploy(it, version('1', { Same: parameter('same') }), 'CREATE');
    const before = stateOf(it);
    it.account.inject(parseMishap('stack-failure:api'));
    expect(await deploy(it, version('2', { Same: parameter('same') }), 'UPDATE')).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    );
    const events = without(await listEvents(it, NAME));
    expect(events.slice(events.indexOf('(stack) UPDATE_IN_PROGRESS “User Initiated”'))).toEqual([
      '(stack) UPDATE_IN_PROGRESS “User Initiated”',
      'A UPDATE_IN_PROGRESS',
      'A UPDATE_COMPLETE',
      'B UPDATE_IN_PROGRESS',
      'B UPDATE_COMPLETE',
      'C UPDATE_IN_PROGRESS “Requested update requires the creation of a new physical resource; hence creating one.”',
      'C UPDATE_IN_PROGRESS “Resource creation Initiated”',
      `C UPDATE_FAILED ${FAILURE}`,
      '(stack) UPDATE_ROLLBACK_IN_PROGRESS “The following resource(s) failed to update: [C]. ”',
      'A UPDATE_IN_PROGRESS',
      'A UPDATE_COMPLETE',
      'B UPDATE_IN_PROGRESS',
      'B UPDATE_COMPLETE',
      'C UPDATE_IN_PROGRESS',
      'C UPDATE_COMPLETE',
      '(stack) UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'C DELETE_IN_PROGRESS',
      'C DELETE_COMPLETE',
      '(stack) UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect(stateOf(it)).toEqual(before);
  });

  test('deletes the resources that it had made', async () => {
    const it = anAccount();
    await deploy(it, version('1'), 'CREATE');
    it.account.inject(parseMishap('stack-failure:api'));
    const more = { New: parameter('new'), Z: parameter('z', { DependsOn: ['C', 'New'] }) };
    expect(await deploy(it, version('1', more), 'UPDATE')).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(without(await listEvents(it, NAME)).slice(-7)).toEqual([
      '(stack) UPDATE_ROLLBACK_IN_PROGRESS “The following resource(s) failed to create: [Z]. ”',
      '(stack) UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'Z DELETE_IN_PROGRESS',
      'Z DELETE_COMPLETE',
      'New DELETE_IN_PROGRESS',
      'New DELETE_COMPLETE',
      '(stack) UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect(Object.keys(it.account.snapshot().stacks[NAME]!.resources)).toEqual(['A', 'B', 'C']);
  });

  test('the way back to a state that was complete before is spared by the mishap', async () => {
    const it = anAccount();
    await deploy(it, version('1'), 'CREATE');
    await deploy(it, version('2'), 'UPDATE');
    it.account.inject(parseMishap('stack-failure:api'));
    expect(await deploy(it, version('1'), 'UPDATE')).toBe('UPDATE_COMPLETE');
  });

  test('a resource that only might have changed is not the one that fails', async () => {
    const it = anAccount();
    const linked = (value: string) => ({
      Resources: { A: parameter(value), Z: parameter({ 'Fn::GetAtt': ['A', 'Type'] }) },
    });
    await deploy(it, linked('1'), 'CREATE');
    it.account.inject(parseMishap('stack-failure:api'));
    expect(await deploy(it, linked('2'), 'UPDATE')).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  test('frees the exports that only the failed update wanted to import', async () => {
    const it = anAccount();
    const exporting = {
      Resources: { A: parameter('v') },
      Outputs: { O: { Value: 'v', Export: { Name: 'net' } } },
    };
    await deployStack(it, { name: 'net', template: exporting });
    await deploy(it, version('1'), 'CREATE');
    it.account.inject(parseMishap('stack-failure:api'));
    await deploy(it, version('1', { I: parameter({ 'Fn::ImportValue': 'net' }) }), 'UPDATE');
    await expect(it.call('CloudFormation', 'ListImports', { ExportName: 'net' })).rejects.toThrow(
      'not imported by any stack',
    );
  });

  test('with DisableRollback it stays where it failed', async () => {
    const it = anAccount();
    await deploy(it, version('1'), 'CREATE');
    it.account.inject(parseMishap('stack-failure:api'));
    expect(await deploy(it, version('2'), 'UPDATE', { execute: { DisableRollback: true } })).toBe(
      'UPDATE_FAILED',
    );
  });

  test('cancelled: what is under way says so, and the stack goes back', async () => {
    const it = anAccount();
    await deploy(it, version('1'), 'CREATE');
    const before = stateOf(it);
    const changeSet = await makeChangeSet(it, {
      name: NAME,
      type: 'UPDATE',
      tags: TAGS,
      template: version('2'),
    });
    await it.call('CloudFormation', 'ExecuteChangeSet', { ChangeSetName: changeSet.id });
    await passTime(it, 4000);
    await it.call('CloudFormation', 'CancelUpdateStack', { StackName: NAME });
    expect(await settle(it, NAME)).toBe('UPDATE_ROLLBACK_COMPLETE');
    const events = await listEvents(it, NAME);
    expect(events).toContain('A UPDATE_FAILED “Resource update cancelled”');
    expect(events).toContain('(stack) UPDATE_ROLLBACK_IN_PROGRESS “User Initiated”');
    expect(stateOf(it)).toEqual(before);
  });
});

describe('a rollback that fails', () => {
  async function failing(): Promise<TestAccount> {
    const it = anAccount();
    await deploy(it, version('1'), 'CREATE');
    it.account.inject(parseMishap('rollback-failure:api'));
    expect(await deploy(it, version('2'), 'UPDATE')).toBe('UPDATE_ROLLBACK_FAILED');
    return it;
  }

  test('ends in UPDATE_ROLLBACK_FAILED, and no update is accepted', async () => {
    const it = await failing();
    const { Stacks } = await it.call<{ Stacks: object[] }>('CloudFormation', 'DescribeStacks', {
      StackName: NAME,
    });
    expect(Stacks[0]).toMatchObject({
      StackStatusReason: 'The following resource(s) failed to update: [C]. ',
    });
    await expect(deploy(it, version('3'), 'UPDATE')).rejects.toThrow(
      /is in UPDATE_ROLLBACK_FAILED state and can not be updated\.$/,
    );
  });

  test('ContinueUpdateRollback fails again until the resource is skipped', async () => {
    const it = await failing();
    await it.call('CloudFormation', 'ContinueUpdateRollback', { StackName: NAME });
    expect(await settle(it, NAME)).toBe('UPDATE_ROLLBACK_FAILED');
    await expect(
      it.call('CloudFormation', 'ContinueUpdateRollback', {
        StackName: NAME,
        ResourcesToSkip: ['A'],
      }),
    ).rejects.toThrow('not in the UPDATE_FAILED state');
    await it.call('CloudFormation', 'ContinueUpdateRollback', {
      StackName: NAME,
      ResourcesToSkip: ['C'],
    });
    expect(await settle(it, NAME)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await deploy(it, version('1', { Extra: parameter('x') }), 'UPDATE')).toContain(
      'ROLLBACK',
    );
  });

  test('of a creation ends in ROLLBACK_FAILED; the stack can be deleted', async () => {
    const it = anAccount({ mishaps: [parseMishap('rollback-failure:api')] });
    expect(await deploy(it, version('1'), 'CREATE')).toBe('ROLLBACK_FAILED');
    const { Stacks } = await it.call<{ Stacks: object[] }>('CloudFormation', 'DescribeStacks', {
      StackName: NAME,
    });
    expect(Stacks[0]).toMatchObject({
      StackStatusReason: 'The following resource(s) failed to delete: [C]. ',
    });
    await it.call('CloudFormation', 'DeleteStack', { StackName: NAME });
    expect(await settle(it, NAME)).toBe('GONE');
  });
});

describe('a creation that fails', () => {
  test('is rolled back in reverse order; the stack has to be deleted before it can be made again', async () => {
    const it = anAccount({ mishaps: [parseMishap('stack-failure:api')] });
    expect(await deploy(it, version('1'), 'CREATE')).toBe('ROLLBACK_COMPLETE');
    const events = without(await listEvents(it, NAME));
    expect(events.slice(events.findIndex((event) => event.startsWith('(stack) ROLLBACK')))).toEqual(
      [
        '(stack) ROLLBACK_IN_PROGRESS “The following resource(s) failed to create: [C]. Rollback requested by user.”',
        'C DELETE_IN_PROGRESS',
        'C DELETE_COMPLETE',
        'B DELETE_IN_PROGRESS',
        'B DELETE_COMPLETE',
        'A DELETE_IN_PROGRESS',
        'A DELETE_COMPLETE',
        '(stack) ROLLBACK_COMPLETE',
      ],
    );
    await expect(deploy(it, version('1'), 'CREATE')).rejects.toThrow(
      'already exists and cannot be created again',
    );
    await expect(deploy(it, version('1'), 'UPDATE')).rejects.toThrow(
      'is in ROLLBACK_COMPLETE state and can not be updated.',
    );
  });

  test('cancels what was under way beside it', async () => {
    const it = anAccount();
    const template = {
      Resources: {
        Slow: { Type: 'AWS::RDS::DBInstance', Properties: {} },
        Broken: { Type: 'AWS::SSM::Parameter', Properties: { Value: 'v' } },
      },
    };
    expect(await deploy(it, template, 'CREATE')).toBe('ROLLBACK_COMPLETE');
    expect((await listEvents(it, NAME, '(stack)'))[2]).toBe(
      '(stack) ROLLBACK_IN_PROGRESS “The following resource(s) failed to create: [Broken, Slow]. Rollback requested by user.”',
    );
    expect(await listEvents(it, NAME, 'Slow')).toContain(
      'Slow CREATE_FAILED “Resource creation cancelled”',
    );
  });

  test.each([
    ['DELETE', 'GONE'],
    ['DO_NOTHING', 'CREATE_FAILED'],
  ])('OnStackFailure %s ends in %s', async (OnStackFailure, status) => {
    const it = anAccount({ mishaps: [parseMishap('stack-failure:api')] });
    const { Id } = await it.call<{ Id: string }>('CloudFormation', 'CreateChangeSet', {
      StackName: NAME,
      ChangeSetName: 'cs',
      ChangeSetType: 'CREATE',
      TemplateBody: JSON.stringify(version('1')),
      Tags: Object.entries(TAGS).map(([Key, Value]) => ({ Key, Value })),
      OnStackFailure,
    });
    await passTime(it, 60_000);
    await it.call('CloudFormation', 'ExecuteChangeSet', { ChangeSetName: Id });
    expect(await settle(it, NAME)).toBe(status);
  });
});

describe('rollback triggers', () => {
  const arn = 'arn:aws:cloudwatch:us-east-1:111111111111:alarm:errors';
  const configuration = (minutes: number) => ({
    RollbackTriggers: [{ Arn: arn, Type: 'AWS::CloudWatch::Alarm' }],
    MonitoringTimeInMinutes: minutes,
  });

  async function updateUnderWatch(it: TestAccount, minutes: number): Promise<void> {
    const changeSet = await makeChangeSet(it, {
      name: NAME,
      type: 'UPDATE',
      tags: TAGS,
      template: version('2'),
      rollbackConfiguration: configuration(minutes),
    });
    await it.call('CloudFormation', 'ExecuteChangeSet', { ChangeSetName: changeSet.id });
  }

  test('an alarm in the monitoring time takes the whole stack back', async () => {
    const it = anAccount();
    it.account.alarms.create('errors');
    await deploy(it, version('1'), 'CREATE');
    const before = stateOf(it);
    await updateUnderWatch(it, 10);
    await passTime(it, 5 * 60_000);
    expect(it.account.snapshot().stacks[NAME]?.status).toBe('UPDATE_IN_PROGRESS');
    it.account.alarms.set('errors', 'ALARM');
    expect(await settle(it, NAME)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect({ ...stateOf(it), alarms: before.alarms }).toEqual(before);
    expect(await listEvents(it, NAME, '(stack)')).toContain(
      `(stack) UPDATE_ROLLBACK_IN_PROGRESS “The following rollback trigger(s) went to ALARM state: [${arn}].”`,
    );
  });

  test('a quiet monitoring time is waited for before the clean-up', async () => {
    const it = anAccount();
    it.account.alarms.create('errors');
    await deploy(it, version('1'), 'CREATE');
    const start = it.clock.now();
    await updateUnderWatch(it, 10);
    expect(await settle(it, NAME)).toBe('UPDATE_COMPLETE');
    expect(it.clock.now() - start).toBeGreaterThan(10 * 60_000);
  });

  test('an alarm that was firing before does nothing', async () => {
    const it = anAccount();
    it.account.alarms.create('errors', { state: 'ALARM' });
    await deploy(it, version('1'), 'CREATE');
    await updateUnderWatch(it, 1);
    expect(await settle(it, NAME)).toBe('UPDATE_COMPLETE');
  });

  test('a trigger that does not exist fails the operation; it stays for later updates until cleared', async () => {
    const it = anAccount();
    it.account.alarms.create('errors');
    await deploy(it, version('1'), 'CREATE', { rollbackConfiguration: configuration(0) });
    await it.call('CloudWatch', 'DeleteAlarms', { AlarmNames: ['errors'] });
    expect(await deploy(it, version('2'), 'UPDATE')).toBe('UPDATE_ROLLBACK_COMPLETE');
    const cleared = { rollbackConfiguration: { RollbackTriggers: [] } };
    expect(await deploy(it, version('2'), 'UPDATE', cleared)).toBe('UPDATE_COMPLETE');
  });
});
