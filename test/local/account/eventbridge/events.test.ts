import { matchesPattern } from '../../../../local/account/eventbridge/event-pattern.js';
import { type Mishap, parseMishap } from '../../../../local/account/mishaps.js';
import type { AccountEvent } from '../../../../local/account/simulated-account.js';
import { anAccount, deployStack, passTime, type TestAccount } from '../../../support/account.js';

describe('matchesPattern', () => {
  const event = {
    source: 'aws.cloudformation',
    'detail-type': 'CloudFormation Stack Status Change',
    resources: ['arn:aws:cloudformation:us-east-1:1:stack/shop-test-api/1'],
    detail: { 'status-details': { status: 'UPDATE_COMPLETE' }, count: 5, name: 'Api' },
  };
  test.each([
    [{ source: ['aws.cloudformation'] }, true],
    [{ source: ['aws.ecs', 'aws.cloudformation'] }, true],
    [{ source: ['aws.ecs'] }, false],
    [{ source: [{ prefix: 'aws.' }] }, true],
    [{ source: [{ suffix: 'formation' }] }, true],
    [{ source: [{ wildcard: 'aws.*form*' }] }, true],
    [{ source: [{ 'anything-but': 'aws.ecs' }] }, true],
    [{ source: [{ 'anything-but': ['aws.cloudformation'] }] }, false],
    [{ source: [{ 'anything-but': { prefix: 'aws.' } }] }, false],
    [{ detail: { name: [{ 'equals-ignore-case': 'api' }] } }, true],
    [{ detail: { count: [{ numeric: ['>', 1, '<=', 5] }] } }, true],
    [{ detail: { count: [{ numeric: ['=', 4] }] } }, false],
    [{ detail: { missing: [{ exists: false }], name: [{ exists: true }] } }, true],
    [{ detail: { 'status-details': { status: [{ suffix: '_COMPLETE' }] } } }, true],
    [{ detail: { 'status-details': { other: ['x'] } } }, false],
    [{ resources: [{ prefix: 'arn:aws:cloudformation:' }] }, true],
    [{ $or: [{ source: ['aws.ecs'] }, { detail: { count: [5] } }] }, true],
  ])('%j is %p', (pattern, expected) => {
    expect(matchesPattern(pattern, event)).toBe(expected);
  });

  test('an unknown filter is an error', () => {
    expect(() => matchesPattern({ source: [{ like: 'x' }] }, event)).toThrow(
      'pattern filter "like"',
    );
  });
});

const template = { Resources: { A: { Type: 'AWS::SNS::Topic' }, B: { Type: 'AWS::SNS::Topic' } } };

async function listen(
  mishaps: readonly Mishap[],
  more: { readonly fails?: number; readonly seed?: number } = {},
) {
  const it = anAccount({ mishaps, seed: more.seed ?? 1 });
  const seen: AccountEvent[] = [];
  let left = more.fails ?? 0;
  it.account.events.addRule({
    name: 'wake',
    pattern: { source: ['aws.cloudformation'] },
    deliver: async (event) => {
      left -= 1;
      if (left >= 0) throw new Error('not now');
      seen.push(event);
    },
  });
  await deployStack(it, { name: 's', template });
  await passTime(it, 300_000);
  return { it, seen };
}

const statuses = (events: readonly AccountEvent[]) =>
  events.map(({ detail }) => (detail['status-details'] as { status: string }).status);

const sentStatuses = (it: TestAccount) => statuses(it.account.events.sent());

describe('events', () => {
  test('every status of a stack is told, in the envelope of EventBridge', async () => {
    const { it, seen } = await listen([]);
    expect(statuses(seen)).toEqual(['REVIEW_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE']);
    const stackId = it.account.events.sent()[0]!.resources[0];
    expect(seen[2]).toMatchObject({
      version: '0',
      account: '111111111111',
      region: 'us-east-1',
      source: 'aws.cloudformation',
      'detail-type': 'CloudFormation Stack Status Change',
      resources: [stackId],
      detail: {
        'stack-id': stackId,
        'status-details': { status: 'CREATE_COMPLETE', 'status-reason': '' },
      },
    });
    expect(seen[2]!.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test('lost-events: sent, never delivered', async () => {
    const { it, seen } = await listen([parseMishap('lost-events')]);
    expect(seen).toEqual([]);
    expect(sentStatuses(it)).toHaveLength(3);
  });

  test('duplicate-events: delivered twice', async () => {
    const { seen } = await listen([parseMishap('duplicate-events')]);
    expect(seen).toHaveLength(6);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(3);
  });

  test('reordered-events: each delivered once, in another order for some seeds', async () => {
    const orders = new Set<string>();
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const { it, seen } = await listen([parseMishap('reordered-events')], { seed });
      expect([...statuses(seen)].sort()).toEqual([...sentStatuses(it)].sort());
      orders.add(statuses(seen).join());
    }
    expect(orders.size).toBeGreaterThan(1);
  });

  test('a target that fails is tried again', async () => {
    const { seen } = await listen([], { fails: 2 });
    expect(seen).toHaveLength(3);
  });

  test('schedules tick until they are removed', async () => {
    const it = anAccount({ mishaps: [parseMishap('lost-events')] });
    let ticks = 0;
    const remove = it.account.events.addRule({
      name: 'tick',
      scheduleMinutes: 5,
      deliver: () => {
        ticks += 1;
      },
    });
    await passTime(it, 16 * 60_000);
    expect(ticks).toBe(3);
    remove();
    await passTime(it, 16 * 60_000);
    expect(ticks).toBe(3);
  });

  test('alarms tell their change of state once', async () => {
    const it = anAccount();
    it.account.alarms.create('errors');
    it.account.alarms.set('errors', 'ALARM', 'too many');
    it.account.alarms.set('errors', 'ALARM');
    expect(it.account.events.sent()).toMatchObject([
      {
        source: 'aws.cloudwatch',
        'detail-type': 'CloudWatch Alarm State Change',
        resources: ['arn:aws:cloudwatch:us-east-1:111111111111:alarm:errors'],
        detail: {
          alarmName: 'errors',
          state: { value: 'ALARM', reason: 'too many' },
          previousState: { value: 'OK' },
        },
      },
    ]);
    expect(() => it.account.alarms.set('other', 'OK')).toThrow(
      'no alarm "other" in the simulated account; there are: errors',
    );
  });
});
