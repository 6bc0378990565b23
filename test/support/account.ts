import { createAccount } from '../../local/account/create-account.js';
import type { Mishap } from '../../local/account/mishaps.js';
import type { SimulatedAccount } from '../../local/account/simulated-account.js';
import { VirtualClock } from '../../local/clock.js';

/** mulberry32 */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export type TestAccount = {
  readonly account: SimulatedAccount;
  readonly clock: VirtualClock;
  /** Last status told of each stack, by name. */
  readonly statuses: ReadonlyMap<string, string>;
  /** One call; typed by what the test expects. */
  call<T = Record<string, unknown>>(service: string, operation: string, input?: object): Promise<T>;
};

export function anAccount(
  options: { readonly mishaps?: readonly Mishap[]; readonly seed?: number } = {},
): TestAccount {
  const clock = new VirtualClock();
  const random = createRandom(options.seed ?? 1);
  const account = createAccount({ clock, random, mishaps: options.mishaps ?? [] });
  const statuses = new Map<string, string>();
  account.progress.onStackEvent(({ physicalId, stackId, stackName, status }) => {
    if (physicalId === stackId) statuses.set(stackName, status);
  });
  return {
    account,
    clock,
    statuses,
    call: async (service, operation, input = {}) =>
      (await account.handle(service, operation, input)) as never,
  };
}

export type StackInput = {
  readonly name: string;
  readonly template: object;
  readonly parameters?: { readonly [name: string]: string };
  readonly tags?: { readonly [key: string]: string };
  readonly type?: 'CREATE' | 'UPDATE';
  readonly rollbackConfiguration?: object;
  readonly execute?: object;
  readonly includeNested?: boolean;
};

let count = 0;

const pairs = (record: { readonly [key: string]: string }, key: string, value: string) =>
  Object.entries(record).map(([one, other]) => ({ [key]: one, [value]: other }));

/** Makes a change set and waits until it is ready or failed; gives its description. */
export async function makeChangeSet(test: TestAccount, input: StackInput) {
  count += 1;
  const { Id } = await test.call<{ Id: string }>('CloudFormation', 'CreateChangeSet', {
    StackName: input.name,
    ChangeSetName: `cs-${count}`,
    ChangeSetType: input.type ?? 'CREATE',
    TemplateBody: JSON.stringify(input.template),
    Parameters: pairs(input.parameters ?? {}, 'ParameterKey', 'ParameterValue'),
    Tags: pairs(input.tags ?? {}, 'Key', 'Value'),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    ...(input.rollbackConfiguration ? { RollbackConfiguration: input.rollbackConfiguration } : {}),
    ...(input.includeNested ? { IncludeNestedStacks: true } : {}),
  });
  let status = 'CREATE_PENDING';
  const describe = () =>
    test.call<{
      Status: string;
      ExecutionStatus: string;
      StatusReason?: string;
      Changes: { ResourceChange: Record<string, unknown> }[];
    }>('CloudFormation', 'DescribeChangeSet', { ChangeSetName: Id });
  for (
    let turn = 0;
    turn < 60 && status.startsWith('CREATE_') && status !== 'CREATE_COMPLETE';
    turn += 1
  ) {
    await passTime(test, 1000);
    status = (await describe()).Status;
  }
  return { id: Id, ...(await describe()) };
}

/** Lets simulated time go by. */
export async function passTime(test: TestAccount, ms: number): Promise<void> {
  let isOver = false;
  test.clock.after(ms, () => {
    isOver = true;
  });
  await test.clock.runUntil(() => isOver);
}

export async function findStatus(test: TestAccount, name: string): Promise<string> {
  const { Stacks } = await test.call<{ Stacks: { StackStatus: string }[] }>(
    'CloudFormation',
    'DescribeStacks',
    {
      StackName: name,
    },
  );
  return Stacks[0]?.StackStatus ?? '';
}

/** Waits until the stack is at rest; gives its status. */
export async function settle(test: TestAccount, name: string): Promise<string> {
  await test.clock.runUntil(() => !test.statuses.get(name)?.endsWith('_IN_PROGRESS'));
  const status = test.statuses.get(name) ?? 'GONE';
  return status === 'DELETE_COMPLETE' ? 'GONE' : status;
}

/** Change set, execution, end: gives the status that the stack comes to. */
export async function deployStack(test: TestAccount, input: StackInput): Promise<string> {
  const changeSet = await makeChangeSet(test, input);
  if (changeSet.Status === 'FAILED') return `FAILED: ${changeSet.StatusReason}`;
  await test.call('CloudFormation', 'ExecuteChangeSet', {
    ChangeSetName: changeSet.id,
    ...input.execute,
  });
  return settle(test, input.name);
}

/** `Logical STATUS “reason”`, oldest first; the stack itself is `(stack)`. */
export async function listEvents(
  test: TestAccount,
  name: string,
  logicalId?: string,
): Promise<readonly string[]> {
  const { StackEvents } = await test.call<{
    StackEvents: {
      LogicalResourceId: string;
      ResourceStatus: string;
      ResourceStatusReason?: string;
      PhysicalResourceId: string;
      StackId: string;
    }[];
  }>('CloudFormation', 'DescribeStackEvents', { StackName: name });
  return [...StackEvents]
    .reverse()
    .map((event) => ({
      ...event,
      id: event.PhysicalResourceId === event.StackId ? '(stack)' : event.LogicalResourceId,
    }))
    .filter(({ id }) => logicalId === undefined || id === logicalId)
    .map(({ id, ResourceStatus, ResourceStatusReason }) =>
      [id, ResourceStatus, ResourceStatusReason === undefined ? '' : `“${ResourceStatusReason}”`]
        .join(' ')
        .trim(),
    );
}
